"""The breaker of a robot that takes nothing: open, one message is tried every half hour and the rest waits.

WeCom's word that the robot is gone opens it at once, failures of any other kind after half an hour of
nothing else. Whatever the robot takes closes it: a probe, a test, a message tried by hand.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from notifications.delivery import backoff
from notifications.models import Lane
from notifications.models.lane import Hold

FAILURES = 10
FAILING_FOR = timedelta(minutes=30)
PROBE_EVERY = timedelta(minutes=30)


def note_failure(lane: Lane, *, now: datetime) -> None:
    """Count one failure and hold the lane: a little longer each time, or until the next probe."""
    lane.failures += 1
    lane.failing_since = lane.failing_since or now
    if lane.breaker_opened_at:
        _wait_for_probe(lane, now=now)
    elif has_only_failed(lane, now=now):
        open_for(lane, Hold.FAILING, now=now)
    else:
        lane.hold(Hold.BACKOFF, until=now + backoff.after(lane.failures))


def has_only_failed(lane: Lane, *, now: datetime) -> bool:
    """Tell whether nothing worked for half an hour, and often enough to be sure."""
    since = lane.failing_since
    return lane.failures >= FAILURES and since is not None and now - since >= FAILING_FOR


def open_for(lane: Lane, reason: Hold, *, now: datetime) -> None:
    """Open the breaker, or keep it open; that the robot is gone says more than that calls fail."""
    lane.breaker_opened_at = lane.breaker_opened_at or now
    lane.breaker_reason = reason
    _wait_for_probe(lane, now=now)


def _wait_for_probe(lane: Lane, *, now: datetime) -> None:
    lane.hold(Hold(lane.breaker_reason), until=now + PROBE_EVERY)
