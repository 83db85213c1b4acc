"""What one call's answer means for its lane; nothing here asks the database."""

from __future__ import annotations

from datetime import datetime

from notifications.delivery import backoff, breaker, slowing
from notifications.delivery.rulings import Ruling
from notifications.models import Lane
from notifications.models.lane import Hold


def judge(lane: Lane, ruling: Ruling, *, now: datetime) -> None:
    """Change a locked lane after a call; the caller saves it."""
    lane.tokens_at = now  # the call has ended: the bucket refills from here
    if ruling.robot_lives:
        lane.answered()
    if ruling.is_failure:
        breaker.note_failure(lane, now=now)
    elif ruling.hold is Hold.LIMITED:
        slowing.note_refusal(lane, now=now)
        lane.hold(Hold.LIMITED, until=now + backoff.after_limit(lane.pk))
    elif ruling.hold is Hold.DEAD_ROBOT:
        breaker.open_for(lane, Hold.DEAD_ROBOT, now=now)
    elif ruling.hold is Hold.KEY:
        lane.hold(Hold.KEY, until=now + backoff.OPEN_KEY_EVERY)
