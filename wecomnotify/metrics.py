"""`/metrics`: what the product does, for Prometheus; docs/operations.md says what each number means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeHistogramMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from notifications import figures
from notifications.clockwork import clock
from notifications.figures import BUCKETS_SECONDS, LANES_NAMED, Histogram
from teams import audit_chain
from teams.api.bearer import bearer_text, unauthorized
from teams.api.problems import Problem
from teams.models import AccessToken, Scope
from wecomnotify.configuration import is_loopback

FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")
NEVER = -1.0


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format to this machine, or to an administrator's token that may read.

    401 without a token that is valid, 404 for one that may not read this.
    """
    try:
        _require_reader(request)
    except Problem as problem:
        return HttpResponse(
            f"{problem.detail}\n",
            content_type="text/plain; charset=utf-8",
            status=problem.status,
            headers=problem.headers,
        )
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _require_reader(request: HttpRequest) -> None:
    if _is_this_machine(request):
        return
    token = AccessToken.authenticate(bearer_text(request))
    if token is None:
        raise unauthorized("This token is unknown, expired or revoked: make a new one.")
    if not (token.user.is_superuser and token.holds(Scope.READ)):
        raise Http404


def _is_this_machine(request: HttpRequest) -> bool:
    """Tell whether the caller is on this machine; behind a proxy, known or not, everybody seems to be."""
    if settings.TRUSTED_PROXY_COUNT or any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(request.META.get("REMOTE_ADDR", ""))


class Figures(Collector):
    """Ask the database at each scrape, in a number of queries that nothing changes."""

    def collect(self) -> Iterator[Metric]:
        now = clock.now()
        for name, highest in figures.highest_ids().items():
            yield CounterMetricFamily(
                f"wecomnotify_{name}", f"{name} ever recorded (highest id)", value=highest
            )
        yield _by("events_last_hour", "Events by status", ["status"], figures.events_by_status(now))
        yield _by(
            "deliveries_last_hour",
            "Deliveries of the last hour's events by state and reason",
            ["state", "reason"],
            figures.deliveries_by_outcome(now),
        )
        yield _one("merged_last_hour", "Deliveries that another message carried", figures.merged(now))
        yield _by(
            "attempts_last_hour", "Calls to robots by outcome", ["outcome"], figures.attempts_by_outcome(now)
        )
        yield _histogram("call_seconds_last_hour", "How long calls lasted", figures.call_times(now))
        yield _histogram(
            "delivery_seconds_last_hour", "From owed until accepted by WeCom", figures.delivery_times(now)
        )
        yield from _waiting()
        yield _one("deliveries_held", "Deliveries that need a person", figures.held())
        yield from _lanes(now)
        seen_at = figures.last_dispatcher_at()
        yield from _audit()
        silence = NEVER if seen_at is None else max((now - seen_at).total_seconds(), 0.0)
        yield _one("dispatcher_seen_seconds", "Since a dispatcher's last sign of life; -1: never", silence)


def _waiting() -> Iterator[Metric]:
    now, rows = clock.now(), figures.waiting()
    ages = [max((now - row.oldest_at).total_seconds(), 0.0) for row in rows]
    yield _one("deliveries_waiting", "Deliveries in all lanes", sum(row.deliveries for row in rows))
    yield _one("oldest_waiting_seconds", "How long the oldest is owed", max(ages, default=0.0))
    lane = {(str(row.lane), row.credential): row.deliveries for row in rows[:LANES_NAMED]}
    age = {(str(row.lane), row.credential): each for row, each in zip(rows[:LANES_NAMED], ages, strict=False)}
    labels = ["lane", "credential"]
    yield _by("lane_waiting", f"Deliveries per lane, the {LANES_NAMED} longest", labels, lane)
    yield _by("lane_oldest_waiting_seconds", "How long each lane's oldest is owed", labels, age)


def _audit() -> Iterator[Metric]:
    links, found = audit_chain.head(), audit_chain.waiting()
    yield _one("audit_links", "Links of the audit trail's chain", 0 if links is None else links.sequence)
    yield _one("audit_waiting", "Audit entries that are not chained yet", found.entries)
    waits = 0.0 if found.since is None else max((clock.now() - found.since).total_seconds(), 0.0)
    yield _one("audit_waiting_seconds", "How long the oldest of them waits", waits)


def _lanes(now: datetime) -> Iterator[Metric]:
    yield _by("lanes", "Lanes by what stops them", ["stopped_by"], figures.lanes(now))
    yield _one("mails_delayed", "Mails to owners that could not be sent yet", figures.mails_delayed())
    meaning = "Lanes at half their rate: something else uses the robot"
    yield _one("lanes_slowed", meaning, figures.lanes_slowed(now))


def _one(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"wecomnotify_{name}", meaning, value=value)


def _by(name: str, meaning: str, labels: list[str], values: Mapping[Any, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"wecomnotify_{name}", meaning, labels=labels)
    for key, value in values.items():
        family.add_metric([key] if isinstance(key, str) else list(key), value)
    return family


def _histogram(name: str, meaning: str, found: Histogram) -> GaugeHistogramMetricFamily:
    """Return the cumulative buckets; of a window, so that they go down too and `rate()` has no place."""
    buckets, total = [], 0
    for bound in (*BUCKETS_SECONDS, math.inf):
        total += found.counts.get(bound, 0)
        buckets.append(("+Inf" if math.isinf(bound) else str(bound), float(total)))
    return GaugeHistogramMetricFamily(
        f"wecomnotify_{name}", meaning, buckets=buckets, gsum_value=found.sum_seconds
    )
