"""Static files under names that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own switch for modules would also read htmx's extensions, which name files that are not there.
OUR_SCRIPTS = "wecomnotify/js/*.js"
LATE_IMPORT = r"""(?P<matched>import\(["'](?P<url>[./][^"']*)["']\))"""


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no type stubs
    """Also rename what our scripts import late."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (OUR_SCRIPTS, ((LATE_IMPORT, 'import("%(url)s")'),)),
    )
