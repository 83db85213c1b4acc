"""Durable intake: events answered 202 a second, each committed before its answer."""

from __future__ import annotations

import json

from bench import loading, robots, scene
from bench.figures import MILLISECONDS, Bar, Figure, Measured, SkippedError, at_least, at_most
from bench.load import Plan
from bench.loading import Load
from bench.product import Product
from bench.robots import Sink
from bench.workshop import Workshop

SECONDS = 5.0
WARM_UP_SECONDS = 1.5
CONNECTIONS = 16
BATCH = 100
BATCH_CONNECTIONS = 4


def single(workshop: Workshop) -> Measured:
    """Post one event a request on 16 connections; one of 20 rules fires."""
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        runs = _one_by_one(workshop, product, sink)
    return _told(runs, bar=600, each=1, more=_p99(runs, bar=at_most(60)))


def postgresql(workshop: Workshop) -> Measured:
    """Do the same on PostgreSQL with synchronous_commit, its server's work counted along."""
    with robots.standing() as sink, workshop.product_on_postgresql(sink_url=sink.url) as product:
        runs = _one_by_one(workshop, product, sink)
    return _told(runs, bar=450, each=1, more=_p99(runs, bar=None), of="the product and PostgreSQL")


def _one_by_one(workshop: Workshop, product: Product, sink: Sink) -> list[tuple[Load, float]]:
    product.serve()
    made = scene.one_pipeline(product, sink, firing=1, silent=19)
    plan = Plan(port=product.port, path="/api/v1/events", token=made.token, connections=CONNECTIONS)
    return _runs(workshop, made, plan, scene.failure(pipeline="web"))


def batch(workshop: Workshop) -> Measured:
    """Post 100 events a request on 4 connections."""
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        product.serve()
        made = scene.one_pipeline(product, sink, firing=1, silent=19)
        _demand_batches(made)
        events = [scene.event(f"@N@-{number}", pipeline="web") for number in range(BATCH)]
        body = json.dumps({"events": events}, ensure_ascii=False)
        path = "/api/v1/events/batch"
        plan = Plan(port=product.port, path=path, token=made.token, connections=BATCH_CONNECTIONS)
        runs = _runs(workshop, made, plan, body)
    return _told(runs, bar=3500, each=BATCH, more=())


def _demand_batches(made: scene.Scene) -> None:
    status, _ = made.product.ask("POST", "/api/v1/events/batch", {"events": []}, token=made.token)
    if status in {404, 405}:
        raise SkippedError("This version takes no batches of events.")


def _runs(workshop: Workshop, made: scene.Scene, plan: Plan, body: str) -> list[tuple[Load, float]]:
    """Return each run's load and the CPU seconds of the product in it."""
    facts = plan.facts() | {"body": body}
    loading.run(Plan(**facts | {"seconds": WARM_UP_SECONDS}))
    runs = []
    for number in range(workshop.repeats):
        before = made.product.cpu_seconds()
        load = loading.run(Plan(**facts | {"seconds": SECONDS, "first": (number + 1) * 1_000_000}))
        runs.append((load.demand(202), made.product.cpu_seconds() - before))
    return runs


def _told(
    runs: list[tuple[Load, float]],
    *,
    bar: float,
    each: int,
    more: tuple[Figure, ...],
    of: str = "the product",
) -> Measured:
    cpu = [seconds * MILLISECONDS / len(load.answers) / each for load, seconds in runs]
    figures = (
        Figure(what=f"CPU of {of} per event", unit="ms", values=tuple(cpu), is_cpu=True),
        Figure(
            what="events a second, committed",
            unit="/s",
            values=tuple(load.rate * each for load, _ in runs),
            bar=at_least(bar),
        ),
    )
    spent = sum(load.cpu_ms_each for load, _ in runs) / len(runs) / each
    notes = (
        f"the load generator used {spent:.3f} ms of CPU per event beside the product, on the same cores",
    )
    return Measured(figures=figures + more, notes=notes)


def _p99(runs: list[tuple[Load, float]], *, bar: Bar | None) -> tuple[Figure, ...]:
    return (
        Figure(what="p50 of the answer", unit="ms", values=tuple(load.latency_ms(50) for load, _ in runs)),
        Figure(
            what="p99 of the answer",
            unit="ms",
            values=tuple(load.latency_ms(99) for load, _ in runs),
            bar=bar,
        ),
    )
