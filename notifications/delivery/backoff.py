"""How long a lane waits after what did not work."""

from __future__ import annotations

from datetime import timedelta

AFTER_FAILURES_SECONDS = (1, 3, 10, 30, 60, 120, 300, 600, 1800)
GIVE_UP_AFTER = timedelta(hours=24)
OPEN_KEY_EVERY = timedelta(minutes=1)
LIMIT_PAUSE = timedelta(seconds=61)
LIMIT_SPREAD_SECONDS = 4.0
GOLDEN_RATIO = 0.618034


def after(failures: int) -> timedelta:
    """Return the pause after so many failures in a row, one at least."""
    last = len(AFTER_FAILURES_SECONDS)
    return timedelta(seconds=AFTER_FAILURES_SECONDS[min(failures, last) - 1])


def after_limit(lane_id: int) -> timedelta:
    """Return the pause after 45009; lanes that were refused together do not come back together."""
    return LIMIT_PAUSE + timedelta(seconds=lane_id * GOLDEN_RATIO % 1 * LIMIT_SPREAD_SECONDS)
