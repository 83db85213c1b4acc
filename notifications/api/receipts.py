"""The answer to a report."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Schema

from notifications.intake import Receipt
from notifications.models import Delivery
from teams.api.schemas import Id


class OwedDelivery(Schema):
    """A message that is owed because of the event."""

    id: Id
    step: Id | None
    credential: Id | None
    state: str


class ReceiptOut(Schema):
    """What became of a report: committed when this is answered."""

    id: Id
    duplicate: bool
    status: str
    deliveries: list[OwedDelivery]


class IgnoredOut(Schema):
    """An authentic webhook that tells of no status."""

    ignored: str


def answer(receipt: Receipt) -> HttpResponse:
    """Return 202 for a new event, 200 for one that was reported before."""
    # Built by hand: a schema would check again, for every event, what was just made.
    status = HTTPStatus.OK if receipt.is_duplicate else HTTPStatus.ACCEPTED
    return HttpResponse(json.dumps(body(receipt)), status=status, content_type="application/json")


def body(receipt: Receipt) -> dict[str, Any]:
    return {
        "id": str(receipt.event.pk),
        "duplicate": receipt.is_duplicate,
        "status": receipt.event.status,
        "deliveries": [_owed(each) for each in receipt.deliveries],
    }


def _owed(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": str(delivery.pk),
        "step": None if delivery.step_id is None else str(delivery.step_id),
        "credential": None if delivery.credential_id is None else str(delivery.credential_id),
        "state": delivery.state,
    }
