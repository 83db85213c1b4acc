"""A message for a lane in which nothing waits, reserved by the transaction that owes it.

So it needs no claim of its own: one transaction and one wake-up less. What is not plainly free is left to a
claim, which looks at everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from notifications import rows
from notifications.clockwork import clock
from notifications.delivery import own_calls, statements
from notifications.delivery.bucket import Bucket
from notifications.delivery.lanes import Reservation
from notifications.delivery.statements import SENDER
from notifications.models import Delivery, Lane
from notifications.models.delivery import State

CREDENTIAL = f"SELECT {SENDER.of('c')} FROM {SENDER.table} c WHERE c.id = %s"  # noqa: S608  # no value in it


def reserve_at_once(lanes: Sequence[Lane], owed: Sequence[Delivery], *, at_most: int) -> list[Reservation]:
    """Lease the lanes, locked by the caller, whose one new delivery may go now; mark it as being sent.

    The caller inserts the deliveries in the same transaction.
    """
    made_at, now = clock.uptime(), clock.now()
    asleep = {lane.pk for lane in lanes if lane.wake_at is None}
    alone = {key for key, count in Counter(delivery.lane_id for delivery in owed).items() if count == 1}
    free = asleep & alone
    reserved: list[Reservation] = []
    for delivery in owed:
        if len(reserved) >= at_most:
            break
        if delivery.lane_id in free and delivery.state == State.PENDING:
            lane = statements.lock(delivery.lane_id)
            bucket = Bucket.of(lane, now=now)
            if _may_send_now(lane, bucket) and _get_ready(delivery, lane, bucket, now=now):
                reserved.append(Reservation(delivery=delivery, lease_token=lane.lease_token, made_at=made_at))
    return reserved


def _may_send_now(lane: Lane, bucket: Bucket) -> bool:
    """Tell whether nothing is special about a lane; without an alarm nothing waits in it, unless paused."""
    if lane.wake_at or lane.lease_until or lane.paused_at or lane.failures:
        return False
    if lane.hold_until or lane.breaker_opened_at:
        return False
    if own_calls.lease_seconds_left(lane.pk) or own_calls.pause_seconds(lane.pk):
        return False
    return bucket.may_send(is_test=False)


def _get_ready(delivery: Delivery, lane: Lane, bucket: Bucket, *, now: datetime) -> bool:
    found = rows.select(CREDENTIAL, [SENDER.parameter("id", delivery.credential_id)])
    credential = SENDER.read(found[0]) if found else None
    if credential is None or credential.robot_id != lane.pk or not credential.is_enabled:
        return False
    delivery.credential = credential
    delivery.state, delivery.reserved_at = State.SENDING, now
    bucket.take().keep(lane)
    lane.lease(now)
    lane.wake_at = now  # it is due as soon as its lease is over
    statements.keep(lane)
    return True
