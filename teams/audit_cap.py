"""How much of one kind enters the audit trail in a minute, so that nobody can flood it."""

from __future__ import annotations

import time
from contextlib import suppress

from django.core.cache import cache

MINUTE_SECONDS = 60


def is_within_cap(kind: str, of: object, *, per_minute: int) -> bool:
    """Count one more of this kind, of this person or address; tell whether it still fits the minute."""
    key = f"audit:{kind}:{of}:{int(time.time()) // MINUTE_SECONDS}"
    cache.add(key, 0, 2 * MINUTE_SECONDS)
    with suppress(ValueError):  # it expired between the two calls
        return cache.incr(key) <= per_minute
    return True
