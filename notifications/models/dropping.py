"""Ending what waits because somebody muted it: not delivered, visibly, and fit to be sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.clockwork.turns import writing
from notifications.models import carriage
from notifications.models.delivery import Delivery
from notifications.models.lane import Lane
from notifications.models.reason import Reason
from notifications.models.state import State

if TYPE_CHECKING:
    from notifications.models.delivery import DeliveryQuerySet

CHUNK = 2000


def drop(waiting: DeliveryQuerySet) -> int:
    """End these deliveries as muted and return how many there were; in chunks, so that nobody waits long.

    A message that carries others and is to be tried again ends with all that it carries.
    """
    dropped = 0
    while ids := list(waiting.order_by().values_list("pk", flat=True)[:CHUNK]):
        with writing():
            dropped += _drop(waiting.filter(pk__in=ids))
    return dropped


def _drop(chunk: DeliveryQuerySet) -> int:
    """End what waits in lanes that are locked; what was moved before they were is left for the next look."""
    lanes = [*chunk.order_by().values_list("lane", flat=True).distinct()]
    list(Lane.objects.locked().filter(pk__in=lanes))  # a dispatcher chooses under this lock
    ids = [*chunk.order_by().filter(lane__in=lanes).values_list("pk", flat=True)]
    ids += Delivery.objects.filter(carried_by__in=ids, state=State.PENDING).values_list("pk", flat=True)
    found = Delivery.objects.filter(pk__in=ids)
    carriage.take_apart(found)
    return found.update(state=State.DEAD, reason=Reason.MUTED)
