"""The result before: what makes a success a recovery and a result a change."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from notifications.models import Event
from notifications.vocabulary import NotificationEvent, Status, event_of

RUN_NUMBER = re.compile(r"[0-9]{1,18}")
RESULTS = (Status.SUCCEEDED, Status.FAILED)
ENDINGS = (*RESULTS, Status.CANCELED, Status.SKIPPED)


def run_number(run: str) -> int | None:
    """Return the number that orders this run among others, or None when runs are not counted."""
    return int(run) if RUN_NUMBER.fullmatch(run) else None


def note(event: Event) -> None:
    """Set the previous status and the occurrence of an event that is about to be stored.

    Order is that of runs, then attempts, then time; events without run numbers are ordered by time. So an
    event that comes late is judged by its own place, not by when it came. Canceled and skipped runs count
    only for canceled and skipped ones.
    """
    status = Status(event.status)
    counted = ENDINGS if status in ENDINGS and status not in RESULTS else RESULTS
    previous = _before(event).filter(status__in=counted).first()
    event.previous_status = previous.status if previous else ""
    occurrence = event_of(status)
    if status is Status.SUCCEEDED and event.previous_status == Status.FAILED and not _told_already(event):
        occurrence = NotificationEvent.RECOVERED
    event.occurrence = occurrence or ""


def _told_already(event: Event) -> bool:
    """Tell whether a later run, reported earlier, was told as the recovery from the same failure."""
    following = _after(event).filter(status__in=RESULTS).first()
    return following is not None and following.occurrence == NotificationEvent.RECOVERED


def _before(event: Event) -> QuerySet[Event]:
    if event.run_number is None:
        return _alike(event).filter(occurred_at__lte=event.occurred_at).order_by("-occurred_at", "-pk")
    same_run = Q(run_number=event.run_number)
    earlier_attempt = Q(attempt__lt=event.attempt) | Q(
        attempt=event.attempt, occurred_at__lte=event.occurred_at
    )
    earlier = Q(run_number__lt=event.run_number) | (same_run & earlier_attempt)
    # The plain upper bound repeats what the alternatives say, in words the index understands.
    found = _alike(event).filter(earlier, run_number__lte=event.run_number)
    return found.order_by("-run_number", "-attempt", "-occurred_at", "-pk")


def _after(event: Event) -> QuerySet[Event]:
    if event.run_number is None:
        return _alike(event).filter(occurred_at__gt=event.occurred_at).order_by("occurred_at", "pk")
    same_run = Q(run_number=event.run_number)
    later_attempt = Q(attempt__gt=event.attempt) | Q(attempt=event.attempt, occurred_at__gt=event.occurred_at)
    later = Q(run_number__gt=event.run_number) | (same_run & later_attempt)
    found = _alike(event).filter(later, run_number__gte=event.run_number)
    return found.order_by("run_number", "attempt", "occurred_at", "pk")


def _alike(event: Event) -> QuerySet[Event]:
    alike = Event.objects.filter(pipeline_id=event.pipeline_id, task=event.task, branch=event.branch)
    counted = Q(run_number__isnull=event.run_number is None)
    return alike.filter(counted).only("status", "occurrence")
