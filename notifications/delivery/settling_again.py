"""A commit whose answer was lost: what it wrote is there or is not, and only the database knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from credentials.answers import Answer
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake
from notifications.delivery import settling, statements
from notifications.delivery.lanes import Reservation
from notifications.delivery.settlements import announce
from notifications.models import Attempt, Delivery
from notifications.models.delivery import State


def is_settled(reservation: Reservation, answer: Answer) -> bool:
    """Tell whether this very call is written down.

    A call of the same lease that others gave up for lost says so in its outcome.
    """
    delivery = reservation.delivery
    calls = Attempt.objects.filter(
        delivery=delivery.pk,
        lease_token=reservation.lease_token,
        started_at=cast("datetime", delivery.reserved_at),
        outcome=answer.outcome,
    )
    return calls.exists()


def go_on(reservation: Reservation, *, now: datetime, goes_on: bool) -> Reservation | None:
    """Take up what was reserved with the settled message, as its commit would have told.

    What nobody sends any more waits again.
    """
    announce(reservation.delivery.pk)
    began_at = clock.uptime()
    with writing():
        lane = statements.lock(reservation.delivery.lane_id)
        head = _being_sent(lane.pk) if lane.lease_token == reservation.lease_token else None
        if head:
            lane.renew(now)
            statements.keep(lane)
    if head is None:
        wake()  # its alarm may be one that this process does not know
        return None
    sends_left = reservation.sends_left - 1
    following = replace(reservation, delivery=head, sends_left=sends_left, made_at=began_at)
    if goes_on:
        return following
    settling.give_back(following, now=now)
    return None


def _being_sent(lane_id: int) -> Delivery | None:
    being_sent = Delivery.objects.filter(lane=lane_id, state=State.SENDING, credential__isnull=False)
    return being_sent.select_related("credential").first()
