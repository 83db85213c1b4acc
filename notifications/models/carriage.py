"""What becomes of deliveries that another one carries: they share its fate, and never more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.models.state import State

if TYPE_CHECKING:
    from datetime import datetime

    from credentials.answers import Answer
    from notifications.models.delivery import Delivery, DeliveryQuerySet


def settle_carried(carrier: Delivery, state: State, *, reason: str, answer: Answer, now: datetime) -> None:
    """Settle with their carrier what it carries; of one that was refused each goes by itself, and alone."""
    if state == State.SENT:
        carrier.carries.exclude(state__in=[State.SENT, State.DEAD]).update(
            state=state,
            reason="",
            sent_at=now,
            http_status=answer.http_status,
            errcode=answer.errcode,
            errmsg=answer.errmsg,
        )
        return
    waiting = type(carrier).objects.filter(carried_by=carrier, state=State.PENDING)
    if state == State.HELD:
        waiting.update(state=state, reason=reason)
    elif state == State.DEAD:
        _send_alone(waiting, carrier)


def _send_alone(waiting: DeliveryQuerySet, carrier: Delivery) -> None:
    """Let each wait by itself and be merged no more: one of them is what WeCom does not take."""
    alone = list(waiting.only("digest"))
    for each in alone:
        each.carried_by, each.digest = None, each.digest | {"alone": True}
    type(carrier).objects.bulk_update(alone, ["carried_by", "digest"])


def release_carried(carrier: Delivery, *, lane_id: int, now: datetime) -> None:
    """Let what was held with its carrier wait with it again."""
    held = carrier.carries.filter(state=State.HELD)
    held.update(state=State.PENDING, reason="", due_at=now, lane=lane_id)


def take_apart(carriers: DeliveryQuerySet) -> None:
    """Let what these carry wait by itself again; the carriers themselves are left to the caller."""
    carried = carriers.model.objects.filter(carried_by__in=carriers.order_by(), state=State.PENDING)
    carried.update(carried_by=None)
