"""Many rows from one: what the product made itself is repeated, so that no column is invented here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from notifications.clockwork import clock
from notifications.models import Delivery, Event, Lane
from notifications.models.delivery import State

ROWS_A_CHUNK = 2000

Row = TypeVar("Row", bound=Model)


def clone(row: Row, **changes: object) -> Row:
    """Return an unsaved copy with another primary key to come."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    values = {field.attname: getattr(row, field.attname) for field in fields}
    return type(row)(**values | changes)


def add_events(count: int) -> None:
    """Add older copies of the first event, each a run of its own."""
    first = Event.objects.order_by("pk")[0]
    start = Event.objects.count()

    def made() -> Iterator[Event]:
        for number in range(start, start + count):
            at = first.occurred_at - timedelta(seconds=count + start - number)
            key = f"clone-{number}"
            yield clone(first, idempotency_key=key, run=f"{number}", occurred_at=at, received_at=at)

    _insert(Event, made())


def add_waiting(count: int) -> None:
    """Add copies of the first delivery, each of its own event, spread evenly over all lanes."""
    add_events(count)
    like = Delivery.objects.order_by("pk")[0]
    lanes = dict(Delivery.objects.order_by("-pk").values_list("lane", "credential"))
    events = Event.objects.order_by("-pk").values_list("pk", flat=True)[:count].iterator()
    now = clock.now()

    def made() -> Iterator[Delivery]:
        for number, event in enumerate(events):
            lane, credential = [*lanes.items()][number % len(lanes)]
            yield clone(
                like, event_id=event, lane_id=lane, credential_id=credential, state=State.PENDING,
                due_at=now, created_at=now,
            )  # fmt: skip

    _insert(Delivery, made())
    Lane.objects.update(wake_at=now)


def _insert(model: type[Row], rows: Iterator[Row]) -> None:
    while chunk := list(islice(rows, ROWS_A_CHUNK)):
        with transaction.atomic():
            model._default_manager.bulk_create(chunk)  # noqa: SLF001  # Django's public name for it


if __name__ == "__main__":
    add_events(int(sys.argv[1]))
