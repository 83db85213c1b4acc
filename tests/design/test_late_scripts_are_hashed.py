"""A script that is fetched late has a name of its content, as every other static file."""

from __future__ import annotations

import re

from django.core.management import call_command

from wecomnotify.assets import HashedFiles


def test_what_the_entry_imports_exists_under_its_hashed_name(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "wecomnotify/static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": f"{HashedFiles.__module__}.{HashedFiles.__qualname__}"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)

    (entry,) = (tmp_path / "wecomnotify/js").glob("app.*.js")
    imported = re.findall(r'import\("\./([^"]+)"\)', entry.read_text())

    assert len(set(imported)) == 7
    assert all(re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name) for name in imported)
    assert all((entry.parent / name).exists() for name in imported)
