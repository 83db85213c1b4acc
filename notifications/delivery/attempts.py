"""The record of calls."""

from __future__ import annotations

from datetime import datetime

from credentials.answers import Answer
from credentials.outcomes import Outcome
from notifications.delivery import statements
from notifications.models import Attempt, Delivery
from notifications.models.delivery import State
from notifications.models.reason import Reason
from notifications.new_rows import New

NEW_ATTEMPT = New(Attempt)


def calls(delivery: Delivery, answer: Answer) -> int:
    """Return how many calls to count for an answer.

    While a key cannot be opened no call is made: only the first of such a row is kept.
    """
    was_closed = delivery.reason == Reason.KEY_UNAVAILABLE
    return 0 if was_closed and answer.outcome == Outcome.KEY_UNAVAILABLE else 1


def conclude(
    delivery: Delivery, state: State, *, reason: str, answer: Answer, now: datetime, calls: int
) -> bool:
    """Write down what a call came to; tell whether the delivery is still there."""
    if statements.settle(delivery, state, reason=reason, answer=answer, now=now, calls=calls):
        delivery.share_fate(state, reason=reason, answer=answer, now=now)
        return True
    return statements.count(delivery, calls)


def record(delivery: Delivery, answer: Answer, *, calls: int, lease_token: int, now: datetime) -> None:
    """Add one call, if it counts, and what came of it to the credential."""
    if delivery.credential:
        delivery.credential.record_use(answer)
    if not calls:
        return
    attempt = NEW_ATTEMPT(
        delivery_id=delivery.pk,
        lane_id=delivery.lane_id,
        lease_token=lease_token,
        is_resend=_may_have_arrived(delivery),
        started_at=delivery.reserved_at or now,
        duration_ms=answer.duration_ms,
        http_status=answer.http_status,
        errcode=answer.errcode,
        errmsg=answer.errmsg,
        hint=answer.hint,
        outcome=answer.outcome,
    )
    statements.add(attempt)


def _may_have_arrived(delivery: Delivery) -> bool:
    """Tell whether an earlier call may have put this very text into the group already."""
    return delivery.attempts_count > 0 and delivery.attempts.filter(outcome=Outcome.AMBIGUOUS).exists()
