"""Taking a robot's lane: claimed with a lease, its head reserved with a token of the bucket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from notifications.clockwork.turns import writing
from notifications.delivery import carrying, losses, moving
from notifications.delivery.bucket import Bucket
from notifications.models import Delivery, Lane
from notifications.models.delivery import State
from notifications.models.lane import Hold
from notifications.models.reason import Reason

SENDS_PER_LEASE = 4


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """One message that this process alone may send now; `lease_token` proves it."""

    delivery: Delivery
    lease_token: int
    sends_left: int = SENDS_PER_LEASE


def claim(*, now: datetime, limit: int) -> list[Reservation]:
    """Lease up to `limit` lanes that are due and reserve the head of each.

    A plain look comes first: an idle dispatcher takes no write lock.
    """
    if not Lane.objects.due(now).exists():
        return []
    with writing():
        lanes = Lane.objects.due(now).select_for_update(skip_locked=True, no_key=True)[:limit]
        return [reserved for lane in lanes if (reserved := _take(lane, now=now))]


def _take(lane: Lane, *, now: datetime) -> Reservation | None:
    lane.lease(now)
    head = reserve(lane, now=now)
    lane.save()
    return Reservation(delivery=head, lease_token=lane.lease_token) if head else None


def reserve(lane: Lane, *, now: datetime) -> Delivery | None:
    """Mark the next message of a locked, leased lane as being sent and pay for it; the caller saves the lane.

    Returns None and lets the lane go, with its alarm set, when nothing may be sent now.
    """
    head = _head(lane, now=now)
    if head is None or (lane.paused_at and not head.is_test):
        lane.let_go(wake_at=None if lane.paused_at else lane.locked_out_until(now))
        return None
    if wait_until := _wait_until(lane, head, now=now):
        lane.let_go(wake_at=wait_until)
        return None
    bucket = Bucket.of(lane, now=now)
    head = carrying.merged(head, tokens=int(bucket.level), now=now) or head
    bucket.take().keep(lane)
    head.state, head.reserved_at = State.SENDING, now
    head.save(update_fields=["state", "reserved_at"])
    return head


def _wait_until(lane: Lane, head: Delivery, *, now: datetime) -> datetime | None:
    # What no key opens was passed over: the hold for its key is not for this one.
    held_until = lane.held_until(now, for_test=head.is_test or lane.hold_reason == Hold.KEY)
    if held_until:
        return held_until
    bucket = Bucket.of(lane, now=now)
    bucket.keep(lane)  # where the clock was set back, the refill counts from now on
    return None if bucket.may_send(is_test=head.is_test) else bucket.may_send_at(is_test=head.is_test)


def _head(lane: Lane, *, now: datetime) -> Delivery | None:
    """Return what is to be sent first, after what cannot be sent from this lane was put aside."""
    waiting = Delivery.objects.in_line().filter(lane=lane).select_related("credential", "team")
    while head := waiting.first():
        if head.state == State.SENDING:
            losses.recover(head, lane, now=now)
        elif head.credential is None:
            _put_aside(head, State.DEAD, Reason.CREDENTIAL_DELETED)
        elif head.credential.robot_id != lane.pk:
            waiting = waiting.exclude(credential=head.credential)
            transaction.on_commit(partial(moving.move_waiting, head.credential), robust=True)
        elif not head.credential.is_enabled:
            _put_aside(head, State.HELD, Reason.CREDENTIAL_DISABLED)
        elif lane.locked_out_until(now) and not head.is_test and head.credential.is_locked:
            # Another credential of the same robot may hold a key that opens.
            waiting = waiting.exclude(credential=head.credential, is_test=False)
        else:
            return head
    return None


def _put_aside(head: Delivery, state: State, reason: Reason) -> None:
    """Settle what waits in the head's lane for the same credential."""
    alike = Delivery.objects.open().filter(lane=head.lane_id, credential=head.credential_id)
    alike.order_by().filter(state=State.PENDING).update(state=state, reason=reason)
