"""What this process is calling, and called within the last minute, by a clock that nobody sets.

Lanes keep time by a clock that may be set forward where the database is SQLite: a lease would end during its
call and an empty bucket be full. The process that calls knows better.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from notifications.clockwork import clock
from notifications.models.lane import LEASE

CALLS_IN_A_MINUTE = 20  # WeCom's own limit, tests included
MINUTE_SECONDS = 60.0
REMEMBERED_LANES = 1000

_held_until: dict[int, float] = {}
_ended: dict[int, deque[float]] = {}


@contextmanager
def holding(lane_id: int, *, until: float) -> Iterator[None]:
    """Keep a lane from this process's own claims while one of its threads calls and settles.

    `until` is when its lease ends, in seconds of `clock.uptime()`.
    """
    _held_until[lane_id] = until
    try:
        yield
    finally:
        _held_until.pop(lane_id, None)


def hold_on(lane_id: int, *, seconds: float) -> None:
    """Keep it for longer: what came back of its call is known here alone."""
    _held_until[lane_id] = clock.uptime() + seconds


def lease_seconds_left(lane_id: int) -> float:
    """Return for how long a thread of this process still holds the lane, whatever the lane's clock says."""
    left = _held_until.get(lane_id, 0.0) - clock.uptime()
    return min(max(left, 0.0), LEASE.total_seconds())


def note(lane_id: int) -> None:
    """Remember that a call has ended just now."""
    if len(_ended) >= REMEMBERED_LANES:
        _forget_old()
    _ended.setdefault(lane_id, deque(maxlen=CALLS_IN_A_MINUTE)).append(clock.uptime())


def pause_seconds(lane_id: int) -> float:
    """Return how long to wait so that one more call is within the limit in any minute."""
    ended = _ended.get(lane_id)
    if ended is None or len(ended) < CALLS_IN_A_MINUTE:
        return 0.0
    return max(ended[0] + MINUTE_SECONDS - clock.uptime(), 0.0)


def forget() -> None:
    """Know of no call any more."""
    _held_until.clear()
    _ended.clear()


def _forget_old() -> None:
    a_minute_ago = clock.uptime() - MINUTE_SECONDS
    for lane_id, ended in _ended.copy().items():
        if ended[-1] < a_minute_ago:
            _ended.pop(lane_id, None)
