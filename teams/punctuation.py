"""What stands between words that code puts together: each language has its own marks."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext


def listed(items: Iterable[object]) -> str:
    """Return the items in a row: `a, b, c`."""
    return pgettext("between items", ", ").join(str(item) for item in items)


def colon() -> str:
    """Return what stands between a name and what is said of it."""
    return pgettext("after a name", ": ")


def comma() -> str:
    """Return what stands before a remark on what was just said."""
    return pgettext("before a remark", ", ")


def gap() -> str:
    """Return what stands between two sentences: a Chinese full stop brings its own space."""
    return "" if (get_language() or "").startswith("zh") else " "
