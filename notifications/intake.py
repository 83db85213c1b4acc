"""From reports to events and what is owed because of them, in one transaction.

Reports that come while another one is being committed wait for it and are then committed together: one
commit for up to 200 of them. Each is answered after the commit that holds it, and a fault of one is its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection

from notifications import completing, facts, history, many, matching, owing, rows
from notifications.clockwork import clock, closing, engine
from notifications.clockwork.combining import Combined
from notifications.clockwork.turns import gave_way, writing
from notifications.incoming import Incoming, LeftOpen
from notifications.models import Delivery, Event, Pipeline
from notifications.new_rows import New
from notifications.reports import Report
from notifications.rows import Columns
from notifications.vocabulary import status_of

TOGETHER_MAX = 200
EVENT, new_event = Columns(Event, without=["id"]), New(Event)
EVENTS = Event._meta.db_table  # noqa: SLF001  # Django documents it
# One look for each: joined, PostgreSQL would rather read the whole table, as long as it thinks it short.
REPORTED = f"""
    WITH asked(pipeline, key) AS (%(asked)s)
    SELECT (SELECT id FROM {EVENTS} WHERE pipeline_id = asked.pipeline AND idempotency_key = asked.key)
    FROM asked"""  # noqa: S608  # no value in it
LOCK = f"SELECT id FROM {Pipeline._meta.db_table} WHERE id %(ids)s ORDER BY id"  # noqa: S608, SLF001
Key = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of a report: its event, whether it was known before, and the deliveries owed."""

    event: Event
    is_duplicate: bool
    deliveries: tuple[Delivery, ...]


def receive(
    report: Report, *, pipeline: Pipeline, reporter: str, left_open: LeftOpen | None = None
) -> Receipt:
    """Store an event, decide about every step and owe the messages; committed when it returns.

    A repeated report gives the first event. In a transaction of the caller's it is part of that one.
    """
    incoming = Incoming(report=report, pipeline=pipeline, reporter=reporter, left_open=left_open)
    if not connection.in_atomic_block:
        return _combined.ask(incoming)
    (outcome,) = receive_many([incoming])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def receive_many(incoming: Sequence[Incoming]) -> list[Receipt | Exception]:
    """Receive reports in this order, up to 200 in one transaction; what is wrong with one stops no other.

    Raises:
        OperationalError, InterfaceError: when the database is away, locked or full; some may be stored.
        IntegrityError: when it is closed, for a move.
    """
    groups = [incoming[at : at + TOGETHER_MAX] for at in range(0, len(incoming), TOGETHER_MAX)]
    return [outcome for group in groups for outcome in _received_in_spite_of_others(group)]


def _received_in_spite_of_others(group: Sequence[Incoming]) -> list[Receipt | Exception]:
    try:
        return _received(group)
    except OperationalError as error:
        if connection.in_atomic_block or not gave_way(error):
            raise
        return _received(group)


def _received(group: Sequence[Incoming]) -> list[Receipt | Exception]:
    try:
        with writing():
            return [*_take_in(group)]
    except (OperationalError, InterfaceError):
        raise  # what is wrong with the database is wrong for all of them
    except Exception as error:
        if closing.refused(error):
            raise  # and so is this
        if len(group) == 1:
            return [error]
        return [outcome for each in group for outcome in _received([each])]


_combined: Combined[Incoming, Receipt] = Combined(receive_many, most=TOGETHER_MAX)


def _take_in(group: Sequence[Incoming]) -> list[Receipt]:
    pipelines = {each.pipeline.pk: each.pipeline for each in group}
    _see_each_other(pipelines)
    now = clock.read()
    events = [_event(each, now=now) for each in completing.completed(group)]
    known = _reported_before(events)
    first = dict(known)
    new = [event for event in events if first.setdefault(_key(event), event) is event]
    owed = _owed_then(known.values()) if known else {}
    if new:
        owed |= _store(new, pipelines, now=now)
    return [
        Receipt(event=told, is_duplicate=told is not event, deliveries=owed.get(told.pk, ()))
        for event, told in ((event, first[_key(event)]) for event in events)
    ]


def _store(
    events: Sequence[Event], pipelines: Mapping[int, Pipeline], *, now: datetime
) -> dict[int, tuple[Delivery, ...]]:
    """Insert events with what every step made of them; return what is owed because of each."""
    history.note(events)
    judges = {key: matching.Judge(steps) for key, steps in matching.steps_of(pipelines).items()}
    matched = []
    for event in events:
        event.decisions, matches = judges[event.pipeline_id].decide(event)
        if matches:
            matched.append((event, matches))
    rows.insert(EVENT, events)
    return owing.owe(matched, now=now) if matched else {}


def _see_each_other(pipelines: Collection[int]) -> None:
    """Take in the events of one pipeline one after the other, where several processes could do it at once.

    A result has to see the one before it, and a report its own copy. Locked in one order, nobody waits in a
    circle.
    """
    if engine.is_postgresql():
        ids, parameters = many.among(pipelines)
        rows.select(LOCK % {"ids": ids} + rows.locking(), parameters)


def _reported_before(events: Sequence[Event]) -> dict[Key, Event]:
    """Return those of the events that are stored already, by their keys."""
    found = rows.ask(REPORTED, [_key(event) for event in events], ["bigint", "text"])
    keys = [pk for (pk,) in found if pk]
    stored = Event.objects.in_bulk(keys).values() if keys else ()
    return {_key(event): event for event in stored}


def _owed_then(events: Collection[Event]) -> dict[int, tuple[Delivery, ...]]:
    """Return what was owed because of stored events; what a person sent again is not of it."""
    deliveries = list(Delivery.objects.filter(event__in=events, redelivers=None).order_by("pk"))
    return {
        event.pk: tuple(delivery for delivery in deliveries if delivery.event_id == event.pk)
        for event in events
    }


def _key(event: Event) -> Key:
    return event.pipeline_id, event.idempotency_key


def _event(incoming: Incoming, *, now: datetime) -> Event:
    report, status = incoming.report, status_of(incoming.report.status)
    event = new_event(
        idempotency_key=report.key,
        source=report.source,
        reporter=incoming.reporter,
        status=status.value,
        status_text=report.status_text,
        run=report.run,
        run_number=history.run_number(report.run),
        attempt=report.attempt,
        stage=report.stage,
        task=report.task,
        branch=report.branch,
        facts=facts.stored(report),
        occurred_at=_occurred_at(report, now),
        received_at=now,
    )
    event.pipeline = incoming.pipeline
    return event


def _occurred_at(report: Report, now: datetime) -> datetime:
    if status_of(report.status).is_final and report.finished_at:
        return min(report.finished_at, now)  # a clock that runs ahead must not outlive the next runs
    return now
