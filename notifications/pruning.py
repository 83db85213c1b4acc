"""Taking away what is older than it has to be kept: never what still waits, nor what something kept needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from notifications.clockwork.turns import writing
from notifications.models import Attempt, Delivery, Event, Transition
from notifications.models.delivery import OPEN_STATES, State

CHUNK_ROWS = 500
PAUSE_SECONDS = 0.05  # SQLite has one writer: the next report goes in between two chunks
WAITING = (*OPEN_STATES, State.HELD)

KINDS = ("events", "deliveries", "attempts")

Progress = Callable[[str, int], None]


def _say_nothing(name: str, deleted: int) -> None:
    """Tell nobody how far it is."""


def _always() -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Cutoffs:
    """Before which moment each kind is old."""

    events: datetime
    deliveries: datetime
    attempts: datetime

    @classmethod
    def by_settings(cls, now: datetime) -> Self:
        """Return what RETENTION_DAYS and the setting of each kind say.

        Raises:
            ImproperlyConfigured: when one of them would keep nothing at all.
        """
        return cls(**{kind: now - timedelta(days=days_of(kind)) for kind in KINDS})


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Rows of one kind that may go, and their name for people."""

    name: str
    rows: QuerySet[Any]


def days_of(kind: str) -> int:
    """Return for how many days rows of a kind are kept.

    Raises:
        ImproperlyConfigured: when they would not be kept at all.
    """
    name = f"RETENTION_DAYS_{kind.upper()}"
    days: int = getattr(settings, name)
    if days < 1:
        named = "RETENTION_DAYS" if days == settings.RETENTION_DAYS else name
        raise ImproperlyConfigured(f"{named} is {days}: set it to 1 or more days.")
    return days


def prune(
    cutoffs: Cutoffs, *, progress: Progress = _say_nothing, goes_on: Callable[[], bool] = _always
) -> dict[str, int]:
    """Delete what is older than its kind's moment, in short transactions; return how many rows by name.

    It may be stopped at any time and run again. `progress` is told the name and the count after each chunk,
    and `goes_on` is asked.
    """
    return {kind.name: _take_away(kind, progress=progress, goes_on=goes_on) for kind in _kinds(cutoffs)}


def count(cutoffs: Cutoffs) -> dict[str, int]:
    """Return how many rows `prune` would delete, by name."""
    going = _going(cutoffs.deliveries)
    later = Delivery.objects.filter(event=OuterRef("pk")).exclude(pk__in=going.values("pk"))
    attempts = Attempt.objects.filter(_old_attempt(cutoffs.attempts) | Q(delivery__in=going))
    return {
        "deliveries": going.count(),
        "attempts": attempts.count(),
        "events": Event.objects.filter(~Exists(later), received_at__lt=cutoffs.events).count(),
        "news": _old_news(cutoffs.deliveries).count(),
    }


def listed(counts: dict[str, int]) -> str:
    """Return what went, as it is told."""
    return ", ".join(f"{counts[name]} {name}" for name in KINDS)


def _kinds(cutoffs: Cutoffs) -> list[Kind]:
    """Return them in the order in which one frees the next."""
    owed = Delivery.objects.filter(event=OuterRef("pk"))
    return [
        Kind(name="attempts", rows=Attempt.objects.filter(_old_attempt(cutoffs.attempts))),
        Kind(name="deliveries", rows=_leaves(_old_deliveries(cutoffs.deliveries))),
        Kind(name="events", rows=Event.objects.filter(~Exists(owed), received_at__lt=cutoffs.events)),
        Kind(name="news", rows=_old_news(cutoffs.deliveries)),
    ]


def _old_news(cutoff: datetime) -> QuerySet[Transition]:
    """Return what was told of robots, as old as the deliveries that went: few rows, told in no figure."""
    return Transition.objects.filter(at__lt=cutoff, told_at__isnull=False)


def _old_attempt(cutoff: datetime) -> Q:
    """Those of waiting deliveries stay: they say whether a text may have arrived already."""
    waiting = Delivery.objects.filter(pk=OuterRef("delivery"), state__in=WAITING)
    return ~Exists(waiting) & Q(started_at__lt=cutoff)


def _old_deliveries(cutoff: datetime) -> QuerySet[Delivery]:
    """Return what was settled before `cutoff`.

    Ids grow with time and times have no index of their own, so the first young row ends the search. What is
    settled is said by what it is not: an index on the state would gather all rows anew for each chunk.
    """
    old = Delivery.objects.exclude(state__in=WAITING).filter(created_at__lt=cutoff, due_at__lt=cutoff)
    carrier = Delivery.objects.filter(pk=OuterRef("carried_by"), state__in=WAITING)
    old = old.filter(~Exists(carrier), Q(sent_at=None) | Q(sent_at__lt=cutoff))
    young = Delivery.objects.filter(created_at__gte=cutoff).order_by("pk").values_list("pk", flat=True)
    first_young = young.first()
    return old if first_young is None else old.filter(pk__lt=first_young)


def _leaves(old: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Leave those that others follow, repeat or are carried by: these go first, or keep them."""
    others = Delivery.objects.filter(
        Q(follows=OuterRef("pk")) | Q(redelivers=OuterRef("pk")) | Q(carried_by=OuterRef("pk"))
    )
    return old.filter(~Exists(others))


def _going(cutoff: datetime) -> QuerySet[Delivery]:
    """Return the old deliveries less those that something kept leans on, however far off."""
    going = _old_deliveries(cutoff)
    kept = Delivery.objects.exclude(pk__in=going.values("pk"))
    while needed := _leant_on(kept, going):
        going = going.exclude(pk__in=needed)
        kept = Delivery.objects.filter(pk__in=needed)
    return going


def _leant_on(kept: QuerySet[Delivery], going: QuerySet[Delivery]) -> set[int]:
    """Return which of those that go are followed, repeated or carrying for one that is kept."""
    found: set[int] = set()
    for name in ("follows", "redelivers", "carried_by"):
        leaning = kept.filter(**{f"{name}__in": going.values("pk")}).values_list(name, flat=True)
        found.update(pk for pk in leaning if pk is not None)
    return found


def _take_away(kind: Kind, *, progress: Progress, goes_on: Callable[[], bool]) -> int:
    """Go through the rows until a whole pass finds nothing: what leaned on others has gone before them."""
    deleted = 0
    while True:
        before, last = deleted, 0
        while goes_on() and (ids := _take_chunk(kind.rows, after=last)):
            last = max(ids)
            deleted += len(ids)
            progress(kind.name, deleted)
            if len(ids) == CHUNK_ROWS:
                time.sleep(PAUSE_SECONDS)
        if deleted == before:
            return deleted


def _take_chunk(rows: QuerySet[Any], *, after: int) -> list[int]:
    """Delete up to a chunk of rows behind an id.

    They are locked and then looked at again: what was added to one of them in between keeps it.
    """
    model: type[Model] = rows.model
    with writing():
        found = rows.filter(pk__gt=after).order_by("pk").select_for_update(of=("self",), skip_locked=True)
        locked = list(found.values_list("pk", flat=True)[:CHUNK_ROWS])
        ids = list(rows.filter(pk__in=locked).order_by("pk").values_list("pk", flat=True)) if locked else []
        if issubclass(model, Delivery):
            Attempt.objects.filter(delivery__in=ids).delete()
        rows.model._default_manager.filter(pk__in=ids).delete()  # noqa: SLF001  # Django's public name for it
    return ids
