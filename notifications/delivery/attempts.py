"""The record of calls."""

from __future__ import annotations

from datetime import datetime

from credentials.answers import Answer
from credentials.outcomes import Outcome
from notifications.models import Attempt, Delivery
from notifications.models.reason import Reason


def record(delivery: Delivery, answer: Answer, *, lease_token: int, now: datetime) -> int:
    """Add one call, and what came of it to the credential; return how many were added.

    While a key cannot be opened no call is made: only the first of such a row is kept.
    """
    if delivery.credential:
        delivery.credential.record_use(answer)
    if answer.outcome == Outcome.KEY_UNAVAILABLE and delivery.reason == Reason.KEY_UNAVAILABLE:
        return 0
    Attempt.objects.create(
        delivery=delivery,
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
    return 1


def _may_have_arrived(delivery: Delivery) -> bool:
    """Tell whether an earlier call may have put this very text into the group already."""
    earlier = delivery.attempts.filter(outcome=Outcome.AMBIGUOUS)
    return delivery.attempts_count > 0 and earlier.exists()
