"""A call whose dispatcher went away before it told what came of it."""

from __future__ import annotations

from datetime import datetime

from credentials.answers import Answer
from credentials.outcomes import Outcome
from notifications.delivery import attempts, rulings
from notifications.models import Delivery, Lane
from notifications.models.reason import Reason


def recover(delivery: Delivery, lane: Lane, *, now: datetime) -> None:
    """Judge a delivery found `sending` in a lane nobody leased: it may have arrived, as after a timeout."""
    answer = Answer(outcome=Outcome.AMBIGUOUS)
    ruling = rulings.rule(Outcome.AMBIGUOUS, is_test=delivery.is_test, on_ambiguous=delivery.on_ambiguous)
    attempts.conclude(delivery, ruling.state, reason=Reason.LOST, answer=answer, now=now, calls=1)
    attempts.record(delivery, answer, calls=1, lease_token=lane.lease_token - 1, now=now)
