"""Taking a robot's lane: claimed with a lease, its head reserved with a token of the bucket."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.delivery import carrying, losses, moving, own_calls, statements
from notifications.delivery.bucket import CALL_LASTS_AT_MOST, Bucket
from notifications.delivery.statements import Head, PassedOver
from notifications.models import Delivery, Lane
from notifications.models.delivery import State
from notifications.models.lane import LEASE, Hold
from notifications.models.reason import Reason

SENDS_PER_LEASE = 4


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """One message that this process alone may send now; `lease_token` proves it.

    `made_at` is when, in seconds of `clock.uptime()`: at the latest then its lease began. `is_failing` says
    that the lane's last call failed.
    """

    delivery: Delivery
    lease_token: int
    sends_left: int = SENDS_PER_LEASE
    is_failing: bool = False
    made_at: float = field(default_factory=clock.uptime)

    @property
    def leased_until(self) -> float:
        """Return when the lease ends, in seconds of `clock.uptime()`."""
        return self.made_at + LEASE.total_seconds()

    @property
    def covers_a_call(self) -> bool:
        """Tell whether a call that begins now ends within the lease, however long the robot takes."""
        return clock.uptime() + CALL_LASTS_AT_MOST.total_seconds() < self.leased_until


def claim(*, now: datetime, limit: int, failing: int | None = None) -> list[Reservation]:
    """Lease up to `limit` lanes that are due and reserve the head of each.

    Lanes whose last call failed are counted apart where `failing` says how many of them may be leased. A
    plain look comes first: an idle dispatcher takes no write lock.
    """
    if not statements.is_any_due(now, also_failing=failing != 0):
        return []
    made_at = clock.uptime()
    with writing():
        lanes = _due(now, limit=limit, failing=failing)
        return [reserved for lane in lanes if (reserved := take(lane, now=now, made_at=made_at))]


def _due(now: datetime, *, limit: int, failing: int | None) -> list[Lane]:
    if failing is None:
        return statements.lock_due(now, limit=limit)
    lanes = statements.lock_due(now, limit=limit + failing, also_failing=failing > 0)
    well = [lane for lane in lanes if not lane.failures]
    return well[:limit] + [lane for lane in lanes if lane.failures][:failing]


def take(lane: Lane, *, now: datetime, made_at: float) -> Reservation | None:
    """Lease a locked lane and reserve its head, if anything may be sent now.

    `made_at` is when, in seconds of `clock.uptime()`, it was known to be nobody's.
    """
    if seconds := own_calls.lease_seconds_left(lane.pk):
        # Only by a clock that was set forward is the lease over: a thread of this process still calls.
        lane.lease_until = now + timedelta(seconds=seconds)
        head = None
    else:
        lane.lease(now)
        head = reserve(lane, now=now)
    statements.keep(lane)
    if head is None:
        return None
    return Reservation(
        delivery=head, lease_token=lane.lease_token, is_failing=lane.failures > 0, made_at=made_at
    )


def reserve(lane: Lane, *, now: datetime) -> Delivery | None:
    """Mark the next message of a locked, leased lane as being sent and pay for it; the caller saves the lane.

    Returns None and lets the lane go, with its alarm set, when nothing may be sent now.
    """
    bucket = Bucket.of(lane, now=now)
    found = _head(lane, may_send=int(bucket.level), now=now)
    if found is None or (lane.paused_at and not found.delivery.is_test):
        lane.let_go(wake_at=None if lane.paused_at else lane.locked_out_until(now))
        return None
    head = found.delivery
    if wait_until := _wait_until(lane, head, bucket, now=now):
        lane.let_go(wake_at=wait_until)
        return None
    if found.is_crowded or lane.is_flushing(head.due_at):
        head = carrying.merged(head, now=now, at_most=carrying.most_in_one(lane, head)) or head
    bucket.take().keep(lane)
    statements.reserve(head, now=now)
    return head


def _wait_until(lane: Lane, head: Delivery, bucket: Bucket, *, now: datetime) -> datetime | None:
    # What no key opens was passed over: the hold for its key is not for this one.
    held_until = lane.held_until(now, for_test=head.is_test or lane.hold_reason == Hold.KEY)
    if held_until:
        return held_until
    bucket.keep(lane)  # where the clock was set back, the refill counts from now on
    if not bucket.may_send(is_test=head.is_test):
        return bucket.may_send_at(is_test=head.is_test)
    # Where the clock was set forward, the bucket is full too early.
    seconds = own_calls.pause_seconds(lane.pk)
    return now + timedelta(seconds=seconds) if seconds else None


def _head(lane: Lane, *, may_send: int, now: datetime) -> Head | None:
    """Return what is to be sent first, after what cannot be sent from this lane was put aside."""
    passing_over = PassedOver()
    while found := statements.head(lane, may_send=may_send, passing_over=passing_over):
        head = found.delivery
        if head.state == State.SENDING:
            losses.recover(head, lane, now=now)
        elif head.credential is None:
            _put_aside(head, State.DEAD, Reason.CREDENTIAL_DELETED)
        elif head.credential.robot_id != lane.pk:
            passing_over.wholly.append(head.credential_id)
            _move_after_commit(head.credential)
        elif not head.credential.is_enabled:
            _put_aside(head, State.HELD, Reason.CREDENTIAL_DISABLED)
        elif lane.locked_out_until(now) and not head.is_test and head.credential.is_locked:
            # Another credential of the same robot may hold a key that opens.
            passing_over.but_for_tests.append(head.credential_id)
        else:
            return found
    return None


def _move_after_commit(credential: Credential) -> None:
    """Move what waits elsewhere, in a transaction of its own; its failure takes no reservation along."""

    def move() -> None:  # Django names it where it fails, and a partial has no name
        moving.move_waiting(credential)

    transaction.on_commit(move, robust=True)


def _put_aside(head: Delivery, state: State, reason: Reason) -> None:
    """Settle what waits in the head's lane for the same credential."""
    alike = Delivery.objects.open().filter(lane=head.lane_id, credential=head.credential_id)
    alike.order_by().filter(state=State.PENDING).update(state=state, reason=reason)
