"""From a report to an event and what is owed because of it, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from notifications import facts, history, matching, owing
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.models import Delivery, Event, Pipeline
from notifications.reports import Report
from notifications.vocabulary import Status, status_of


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of a report: its event, whether it was known before, and the deliveries owed."""

    event: Event
    is_duplicate: bool
    deliveries: tuple[Delivery, ...]


def receive(report: Report, *, pipeline: Pipeline, reporter: str) -> Receipt:
    """Store an event, decide about every step and owe the messages; committed when it returns.

    `reporter` names the token, hook or person, never a secret. A repeated report gives the first event.
    """
    with writing():
        now = clock.now()
        event = _event(report, pipeline, reporter=reporter, now=now)
        _see_each_other(event)
        history.note(event)
        decisions, matches = matching.decide(event, list(matching.steps_of(pipeline)))
        event.decisions = [decision.kept() for decision in decisions]
        try:
            # A point to come back to: looking first would cost every new event a query.
            with transaction.atomic():
                event.save(force_insert=True)
        except IntegrityError:
            return _reported_before(event)
        deliveries = owing.owe(event, matches, now=now) if matches else ()
    return Receipt(event=event, is_duplicate=False, deliveries=deliveries)


def _reported_before(event: Event) -> Receipt:
    first = Event.objects.get(pipeline=event.pipeline_id, idempotency_key=event.idempotency_key)
    deliveries = tuple(first.deliveries.filter(redelivers=None).order_by("pk"))
    return Receipt(event=first, is_duplicate=True, deliveries=deliveries)


def _see_each_other(event: Event) -> None:
    """Let results of one pipeline wait for each other, where they could be taken in at the same moment."""
    if Status(event.status).is_final and connection.features.has_select_for_update:
        Pipeline.objects.select_for_update(no_key=True).get(pk=event.pipeline_id)


def _event(report: Report, pipeline: Pipeline, *, reporter: str, now: datetime) -> Event:
    return Event(
        pipeline=pipeline,
        idempotency_key=report.key,
        source=report.source,
        reporter=reporter,
        status=status_of(report.status).value,
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


def _occurred_at(report: Report, now: datetime) -> datetime:
    if status_of(report.status).is_final and report.finished_at:
        return min(report.finished_at, now)  # a clock that runs ahead must not outlive the next runs
    return now
