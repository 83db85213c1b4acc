"""A robot that somebody else uses too: refused again and again for its limit, it gets half the rate."""

from __future__ import annotations

from datetime import datetime, timedelta

from notifications.models import Lane
from notifications.models.lane import SLOW_FOR

REFUSALS = 3
COUNTED_FOR = timedelta(hours=1)


def note_refusal(lane: Lane, *, now: datetime) -> None:
    """Count one 45009; the third within an hour, and each later one, halves the lane's rate for an hour.

    We keep to the limit, so every refusal says that another sender has the robot's key.
    """
    recent = [each for each in lane.limited_at if now - COUNTED_FOR < datetime.fromisoformat(each) <= now]
    lane.limited_at = [*recent, now.isoformat()][-REFUSALS:]
    if len(lane.limited_at) == REFUSALS:
        lane.slow_until = now + SLOW_FOR
