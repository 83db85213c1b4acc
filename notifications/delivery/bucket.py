"""The token bucket that keeps a robot under 20 calls in any 60 seconds.

WeCom publishes "20 a minute" and not whether the minute slides, so it holds for every one: a full bucket and
what a minute adds are at most 19 calls, and the one that is left is a test's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings

from notifications.models import Lane

MINUTE = timedelta(minutes=1)
CALL_LASTS_AT_MOST = timedelta(seconds=13)  # 3 s to connect, 10 s to read
PRICE = 1.0
TEST_CREDIT = 1.0
SLOWER = 2


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """How many calls a lane may make, and since when it refills."""

    level: float
    since: datetime
    burst: int
    per_minute: float

    @classmethod
    def of(cls, lane: Lane, *, now: datetime) -> Self:
        """Return a lane's bucket, filled up to `now`.

        A time ahead of `now` was written before the clock was set back, and counts as `now`.
        """
        burst, per_minute = _rate_of(lane, now=now)
        if lane.tokens is None or lane.tokens_at is None:
            return cls(level=burst, since=now, burst=burst, per_minute=per_minute)
        gained = max(now - lane.tokens_at, timedelta()) / MINUTE * per_minute
        level = min(burst, lane.tokens + gained)
        return cls(level=level, since=now, burst=burst, per_minute=per_minute)

    def may_send(self, *, is_test: bool) -> bool:
        return self.level >= _needed(is_test=is_test)

    def may_send_at(self, *, is_test: bool) -> datetime:
        """Return when there is enough for one call."""
        missing = max(_needed(is_test=is_test) - self.level, 0.0)
        # A millisecond more, so that rounding never wakes the lane just too early.
        return self.since + MINUTE * (missing / self.per_minute) + timedelta(milliseconds=1)

    def take(self) -> Self:
        """Pay for one call; it refills from when the call must have ended, whatever becomes of it."""
        return replace(self, level=self.level - PRICE, since=self.since + CALL_LASTS_AT_MOST)

    def keep(self, lane: Lane) -> None:
        lane.tokens, lane.tokens_at = self.level, self.since


def _needed(*, is_test: bool) -> float:
    return PRICE - TEST_CREDIT if is_test else PRICE


def _rate_of(lane: Lane, *, now: datetime) -> tuple[int, float]:
    """Return how many calls a lane may make at once, and how many more in each minute."""
    burst, per_minute = settings.LANE_BURST, settings.LANE_PER_MINUTE
    if lane.slowed_until(now):
        return max(burst // SLOWER, 1), per_minute / SLOWER
    return burst, per_minute
