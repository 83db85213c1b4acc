"""Which database this process works with: one for good, and Django takes 2 us to say so each time."""

from __future__ import annotations

from functools import cache

from django.conf import settings


@cache
def is_postgresql() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")


def is_sqlite() -> bool:
    """Tell whether it has one writer at a time, and needs no locks of rows."""
    return not is_postgresql()
