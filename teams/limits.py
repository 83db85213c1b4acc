"""How often something may happen in a minute, counted for all processes together.

A place in the minute is taken by adding its key to the cache, which works once, whoever else tries. Reading
a number and writing it back would let processes that do so at the same moment count as one.
"""

from __future__ import annotations

import time

from django.core.cache import cache

MINUTE_SECONDS = 60


def take(kind: str, of: object, *, per_minute: int, now_seconds: float | None = None) -> bool:
    """Take one of this minute's places of this person or address; tell whether there was one left."""
    places = _places(kind, of, per_minute, time.time() if now_seconds is None else now_seconds)
    taken = cache.get_many(places)
    return any(cache.add(place, 1, 2 * MINUTE_SECONDS) for place in places if place not in taken)


def is_used_up(kind: str, of: object, *, per_minute: int) -> bool:
    """Tell whether no place of this minute is left, and take none."""
    return len(cache.get_many(_places(kind, of, per_minute, time.time()))) >= per_minute


def _places(kind: str, of: object, per_minute: int, now_seconds: float) -> list[str]:
    minute = int(now_seconds) // MINUTE_SECONDS
    return [f"{kind}:{of}:{minute}:{place}" for place in range(per_minute)]
