"""Collect and compress the static files once, and again only when one of them changed."""

from __future__ import annotations

import hashlib
from fnmatch import fnmatch

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# What packages ship and no page of ours asks for.
LEFT_OUT = ["htmax-*", "htmx-4*", "htmx-2.js", "ext", "account"]
STAMP = settings.STATIC_ROOT / ".collected"


def collect() -> None:
    """Bring the collected files up to date; seconds the first time, nothing after."""
    now = fingerprint()
    if STAMP.exists() and STAMP.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=LEFT_OUT)
    STAMP.write_text(now)


def fingerprint() -> str:
    """Return a text that changes when a file that would be collected does."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(LEFT_OUT):
            if not any(fnmatch(path, pattern) for pattern in LEFT_OUT):
                changed = storage.get_modified_time(path).isoformat()
                seen.update(f"{path} {storage.size(path)} {changed}\n".encode())
    return seen.hexdigest()
