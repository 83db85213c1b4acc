"""What the product does, in numbers, asked of the database: several processes tell the same.

Whatever grows with the history is looked at for the last hour only, by an index on a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, FloatField, Func, Max, Min, Q, QuerySet, Sum, Value, When

from credentials.models import Credential
from notifications.models import Attempt, Delivery, DispatcherHeartbeat, Event, Lane, Letter
from notifications.models.delivery import State

WINDOW = timedelta(hours=1)
LANES_NAMED = 50
BUCKETS_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """How many lasted up to each bound and longer than the one before, and how long all of them together."""

    counts: Mapping[float, int]
    sum_seconds: float


class SecondsBetween(Func):
    """The seconds from the second time to the first, by the database's own means: SQLite has no intervals."""

    arity = 2
    output_field = FloatField()
    template = "EXTRACT(EPOCH FROM (%(expressions)s))"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "((julianday(%(expressions)s)) * 86400.0)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **context)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits in one lane; `oldest_at` is since when the oldest is owed."""

    lane: int
    credential: str
    deliveries: int
    oldest_at: datetime


def highest_ids() -> dict[str, int]:
    """Return the highest id of what only ever grows: a counter that costs nothing and outlives restarts."""
    kinds: Iterable[tuple[str, Any]] = (("events", Event), ("deliveries", Delivery), ("attempts", Attempt))
    return {name: model.objects.aggregate(last=Max("pk"))["last"] or 0 for name, model in kinds}


def events_by_status(now: datetime) -> dict[str, int]:
    """Return how many events of the last hour entered which status."""
    recent = Event.objects.filter(received_at__gte=now - WINDOW).order_by()
    return dict(recent.values_list("status").annotate(Count("pk")))


def deliveries_by_outcome(now: datetime) -> dict[tuple[str, str], int]:
    """Return how many deliveries of the last hour's events are in which state, for which reason."""
    counted = _recent(now).values_list("state", "reason").annotate(number=Count("pk"))
    return {(state, reason): number for state, reason, number in counted}


def merged(now: datetime) -> int:
    """Return how many deliveries of the last hour's events another message carried."""
    return _recent(now).filter(carried_by__isnull=False).count()


def attempts_by_outcome(now: datetime) -> dict[str, int]:
    """Return how many calls of the last hour ended how."""
    recent = Attempt.objects.filter(started_at__gte=now - WINDOW).order_by()
    return dict(recent.values_list("outcome").annotate(Count("pk")))


def call_times(now: datetime) -> Histogram:
    """Return how long the last hour's calls to robots lasted."""
    recent = Attempt.objects.filter(started_at__gte=now - WINDOW, duration_ms__isnull=False).order_by()
    bounds = [When(duration_ms__lte=int(bound * 1000), then=Value(bound)) for bound in BUCKETS_SECONDS]
    counted = recent.annotate(bound=Case(*bounds, default=Value(float("inf")))).values("bound")
    rows = list(counted.annotate(number=Count("pk"), total=Sum("duration_ms")))
    total_ms = sum(row["total"] for row in rows)
    return Histogram(counts={row["bound"]: row["number"] for row in rows}, sum_seconds=total_ms / 1000)


def delivery_times(now: datetime) -> Histogram:
    """Return how long the last hour's messages took from being owed until WeCom accepted them."""
    accepted = _recent(now).filter(state=State.SENT, sent_at__isnull=False)
    took = list(accepted.values_list(SecondsBetween("sent_at", "due_at"), flat=True))
    bounds = (*BUCKETS_SECONDS, float("inf"))
    return Histogram(
        counts=Counter(bounds[bisect_left(BUCKETS_SECONDS, each)] for each in took), sum_seconds=sum(took)
    )


def waiting() -> list[Waiting]:
    """Return what waits, the longest queues first; the credential's name for the first fifty."""
    counted = (
        Delivery.objects.open().order_by().values("lane").annotate(number=Count("pk"), oldest=Min("due_at"))
    )
    rows = sorted(counted, key=lambda row: -row["number"])
    named = [row["lane"] for row in rows[:LANES_NAMED]]
    names = dict(Credential.objects.filter(robot__in=named).order_by("-name").values_list("robot", "name"))
    return [
        Waiting(
            lane=row["lane"],
            credential=names.get(row["lane"], ""),
            deliveries=row["number"],
            oldest_at=row["oldest"],
        )
        for row in rows
    ]


def held() -> int:
    """Return how many deliveries need a person."""
    return Delivery.objects.filter(state=State.HELD, is_test=False).count()


def lanes(now: datetime) -> dict[str, int]:
    """Return how many lanes are held for which reason, paused, muted, or have an open breaker."""
    reasons = Lane.objects.filter(hold_until__gt=now).values_list("hold_reason").annotate(Count("pk"))
    states = Lane.objects.aggregate(
        breaker=Count("pk", filter=Q(breaker_opened_at__isnull=False)),
        paused=Count("pk", filter=Q(paused_at__isnull=False)),
        muted=Count("pk", filter=Q(muted_until__gt=now)),
    )
    return dict(reasons) | states


def lanes_slowed(now: datetime) -> int:
    """Return how many lanes go at half their rate, because something else uses their robot."""
    return Lane.objects.filter(slow_until__gt=now).count()


def mails_delayed() -> int:
    """Return how many letters to owners the mail server did not take yet."""
    return Letter.objects.filter(mail_due_at__isnull=False, mail_tries__gt=0).count()


def last_dispatcher_at() -> datetime | None:
    """Return when a dispatcher, or both a ticker and a Celery worker, last gave a sign of life."""
    return DispatcherHeartbeat.objects.delivering_at()


def _recent(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(event__received_at__gte=now - WINDOW).order_by()
