"""One lane's turn: post, settle, take the next, until the lane has had its share."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import InterfaceError, OperationalError, connection

from credentials.answers import Answer
from notifications.clockwork import clock, engine, sessions
from notifications.delivery import own_calls, settling, settling_again
from notifications.delivery.lanes import Reservation

SETTLE_FOR_SECONDS = 120
PAUSE_SECONDS = 0.5

log = logging.getLogger(__name__)


def drain(reservation: Reservation | None, *, goes_on: Callable[[], bool]) -> None:
    """Send a lane's reserved message and those that `settle` reserves after it."""
    while reservation:
        if not reservation.covers_a_call:
            _give_back(reservation)
            return
        sessions.give_back()
        with own_calls.holding(reservation.delivery.lane_id, until=reservation.leased_until):
            answer = post(reservation)
            reservation = _settle(reservation, answer, goes_on=goes_on)


def post(reservation: Reservation) -> Answer:
    """Call the robot, outside any transaction."""
    delivery = reservation.delivery
    if delivery.credential is None:
        raise TypeError("Only what has a credential is reserved.")
    _share_connection()
    answer = delivery.credential.post(delivery.body)
    own_calls.note(delivery.lane_id)
    log.info(
        "Delivery %s: %s, HTTP %s, errcode %s, %s ms",
        delivery.pk, answer.outcome, answer.http_status, answer.errcode, answer.duration_ms,
        extra={"delivery_id": delivery.pk, "event_id": delivery.event_id},
    )  # fmt: skip
    return answer


def _share_connection() -> None:
    """Give the connection back to PostgreSQL's pool during a call, which may take long: calls are more."""
    if engine.is_postgresql() and not connection.in_atomic_block:
        connection.close()


def _settle(reservation: Reservation, answer: Answer, *, goes_on: Callable[[], bool]) -> Reservation | None:
    """Settle, patiently while the database is away: what came back is known here alone."""
    own_calls.hold_on(reservation.delivery.lane_id, seconds=SETTLE_FOR_SECONDS)
    deadline = time.monotonic() + SETTLE_FOR_SECONDS
    was_tried = False
    while True:
        try:
            if was_tried and settling_again.is_settled(reservation, answer):
                return settling_again.go_on(reservation, now=clock.now(), goes_on=goes_on())
            was_tried = True
            return settling.settle(reservation, answer, now=clock.now(), goes_on=goes_on())
        except (OperationalError, InterfaceError):
            log.exception("Delivery %s could not be settled yet", reservation.delivery.pk)
            drop_connection()
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_SECONDS)


def _give_back(reservation: Reservation) -> None:
    """Send nothing under a lease that may end during the call: this process was stopped for a while."""
    log.warning("Delivery %s was not sent: its lease is too old", reservation.delivery.pk)
    settling.give_back(reservation, now=clock.now())


def drop_connection() -> None:
    """Begin anew with the database: a broken connection may fail to close, and no thread may die of it."""
    with suppress(Exception):
        connection.close()
