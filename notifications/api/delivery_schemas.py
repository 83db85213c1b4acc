"""What a delivery looks like, in a list and alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from notifications.api.test_answers import MessageOut
from notifications.models import Attempt, Delivery
from notifications.vocabulary import MessageType
from teams.api.schemas import Id


class Named(Schema):
    """Something and its name, which stays when it is deleted; its id is then null."""

    id: Id | None
    name: str


class DeliveryOut(Schema):
    """One message owed to one robot.

    A test has no event, an unsaved step's test no step, and a message that carries others neither.
    """

    id: Id
    event: Id | None
    pipeline: str | None
    step: Named | None
    credential: Named
    state: str = Field(description="pending, sending, sent, dead or held")
    reason: str
    is_test: bool
    message_type: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    errcode: int | None
    carried_by: Id | None = Field(description="The delivery whose message carried this one.")
    attempts_count: int


class AttemptOut(Schema):
    """One call to the robot and what came back."""

    started_at: datetime
    duration_ms: int | None
    http_status: int | None
    errcode: int | None
    errmsg: str
    outcome: str


class OneDeliveryOut(DeliveryOut):
    """A delivery with its message as sent and every attempt."""

    messages: list[MessageOut]
    attempts: list[AttemptOut]


SAME = (
    "state", "is_test", "message_type", "created_at", "due_at", "sent_at", "errcode", "attempts_count",
)  # fmt: skip


def listed(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as `DeliveryOut` reads it."""
    nameless = delivery.step_id is None and (delivery.is_test or delivery.is_carrier)
    return {name: getattr(delivery, name) for name in SAME} | {
        "id": delivery.pk,
        "event": delivery.event_id,
        "pipeline": delivery.pipeline.full_name if delivery.pipeline else None,
        "step": None if nameless else {"id": delivery.step_id, "name": delivery.step_name},
        "credential": {"id": delivery.credential_id, "name": delivery.credential_name},
        "reason": delivery.get_reason_display(),
        "carried_by": delivery.carried_by_id,
    }


def alone(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as `OneDeliveryOut` reads it."""
    kind = MessageType(delivery.message_type)
    message = {
        "msgtype": kind.value,
        "body": delivery.body,
        "bytes": delivery.content_bytes,
        "limit": kind.max_bytes,
    }
    attempts = [_attempt(each) for each in delivery.attempts.all()]
    return listed(delivery) | {"messages": [message], "attempts": attempts}


def _attempt(attempt: Attempt) -> dict[str, Any]:
    names = ("started_at", "duration_ms", "http_status", "errcode", "errmsg", "outcome")
    return {name: getattr(attempt, name) for name in names}
