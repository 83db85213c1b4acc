"""A robot that took nothing for five days: its credentials are disabled, and what waits is held for a person.

Nothing is lost: what is held stays on the deliveries page, and whoever enables the credential again, or
gives it another key, is offered to send it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q

from credentials.models import Credential
from notifications.clockwork.turns import writing
from notifications.delivery import transitions
from notifications.models import Delivery, Lane
from notifications.models.carriage import take_apart
from notifications.models.delivery import Rank, State
from notifications.models.reason import Reason

AFTER = timedelta(days=5)


def disable_dead(*, now: datetime) -> int:
    """Disable the credentials of robots that took nothing for five days; return of how many robots.

    A robot of which nothing is known lately is left alone: a call must have failed after the fifth day too.
    """
    overdue = [lane.pk for lane in _stopped(now) if is_overdue(lane, enabled_at=None, now=now)]
    return sum(_disable(lane_id, now=now) for lane_id in overdue)


def is_overdue(lane: Lane, *, enabled_at: datetime | None, now: datetime) -> bool:
    """Tell whether nothing but failures came for five days, the last of them just now.

    `enabled_at` is when a person enabled a credential of it again: the days count from then.
    """
    since = lane.breaker_opened_at
    if since is None or lane.hold_reason != lane.breaker_reason or not lane.held_until(now, for_test=False):
        return False
    return now - max(since, enabled_at or since) >= AFTER


def _stopped(now: datetime) -> list[Lane]:
    long_ago = Q(breaker_opened_at__lte=now - AFTER)
    return list(Lane.objects.filter(long_ago, hold_until__gt=now, hold_reason=F("breaker_reason")))


def _disable(lane_id: int, *, now: datetime) -> bool:
    with writing():
        lane = Lane.objects.locked().get(pk=lane_id)  # the lane first, as everybody locks them
        enabled = Credential.objects.filter(robot=lane_id, is_enabled=True).order_by("pk")
        locked = enabled.select_for_update(of=("self",), no_key=True)
        credentials = list(locked.select_related("owning_team"))
        began = [each.enabled_at for each in credentials if each.enabled_at]
        if not credentials or not is_overdue(lane, enabled_at=max(began, default=None), now=now):
            return False
        for credential in credentials:
            credential.disable_for_its_robot(now=now)
        held = _hold_what_waits(lane)
        transitions.note_disabling(lane, credentials[0].last_answer, held=held, now=now)
        lane.answered()  # nothing is tried any more; enabled again, it begins anew
        lane.wake_at = None
        lane.save()
    return True


def _hold_what_waits(lane: Lane) -> int:
    """Hold what waits in a locked lane, each message by itself; return how many."""
    waiting = Delivery.objects.open().order_by().filter(lane=lane, state=State.PENDING)
    carriers = waiting.filter(rank=Rank.MERGED)
    take_apart(carriers)
    carriers.update(state=State.DEAD, reason=Reason.AUTO_DISABLED)
    return waiting.update(state=State.HELD, reason=Reason.AUTO_DISABLED)
