"""From the sender's socket to the robot's, and what one delivered message costs, at 20 events a second."""

from __future__ import annotations

import re

from bench import loading, robots, scene
from bench.figures import MILLISECONDS, Figure, Measured, at_most, percentile
from bench.load import Plan
from bench.workshop import Workshop

PER_SECOND = 20
SECONDS = 20
# So many that each robot's own limit never makes a message wait.
ROBOTS = 80
RUN = re.compile(r"#(\d+)")


def measure(workshop: Workshop) -> Measured:
    """Post 20 events a second to 80 robots in turn; follow each to its robot."""
    delays: list[list[float]] = []
    cpu: list[float] = []
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        product.serve()
        made = scene.many_pipelines(product, sink, ROBOTS)
        _run(made, sink, first=0, seconds=2)  # warm
        for number in range(workshop.repeats):
            before, sink_before = product.cpu_seconds(), sink.count()
            delays.append(_run(made, sink, first=(number + 1) * 10_000, seconds=SECONDS))
            cpu.append((product.cpu_seconds() - before) * MILLISECONDS / (sink.count() - sink_before))
    return Measured(figures=_figures(delays, cpu))


def _run(made: scene.Scene, sink: robots.Sink, *, first: int, seconds: int) -> list[float]:
    """Return the milliseconds from each event's departure to its message's arrival."""
    numbers = range(first, first + PER_SECOND * seconds)
    schedule = [
        (place / PER_SECOND, scene.failure(number, pipeline=f"p{number % ROBOTS}"))
        for place, number in enumerate(numbers)
    ]
    already = sink.count()
    path = "/api/v1/events"
    plan = Plan(port=made.product.port, path=path, token=made.token, connections=4, schedule=schedule)
    load = loading.run(plan).demand(202)
    sink.wait_for(already + len(numbers), within_seconds=30)
    arrived = {int(found[1]): call.at for call in sink.calls() if (found := RUN.search(call.text))}
    left = sorted(sent for sent, _, _ in load.answers)
    return [(arrived[number] - sent) * MILLISECONDS for number, sent in zip(numbers, left, strict=True)]


def _figures(delays: list[list[float]], cpu: list[float]) -> tuple[Figure, ...]:
    def over(percent: float) -> tuple[float, ...]:
        return tuple(percentile(run, percent) for run in delays)

    return (
        Figure(
            what="CPU of one event to one delivered message, 20/s",
            unit="ms",
            values=tuple(cpu),
            bar=at_most(5),
            is_cpu=True,
        ),
        Figure(what="event to robot's socket, p50", unit="ms", values=over(50), bar=at_most(10)),
        Figure(what="event to robot's socket, p99", unit="ms", values=over(99), bar=at_most(50)),
    )
