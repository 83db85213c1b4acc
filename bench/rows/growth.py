"""How the cost of an event grows with what is stored and configured, and the rate with the robots."""

from __future__ import annotations

from bench import loading, robots, scene
from bench.figures import MILLISECONDS, Figure, Measured
from bench.load import Plan
from bench.product import Product
from bench.rows import many_robots
from bench.workshop import Workshop

STORED = (0, 100_000, 200_000, 300_000)
STEPS = (1, 20, 50, 100, 200)
ROBOTS = (10, 50, 100, 300)
SECONDS = 2.0


def measure(workshop: Workshop) -> Measured:
    """Measure the three curves of intake and delivery."""
    stored, steps = _by_stored(workshop), _by_steps(workshop)
    rates, cpu = _by_robots(workshop)
    figures = (
        Figure(
            what=f"CPU of an event, {STORED[-1]:,} stored against none",
            unit="×",
            values=(stored[-1][1] / stored[0][1],),
        ),
        Figure(
            what=f"CPU of an event, {STEPS[-1]} rules against {STEPS[0]}",
            unit="×",
            values=(steps[-1][1] / steps[0][1],),
        ),
    )
    curves = {
        "CPU of an event by stored events": stored,
        "CPU of an event by rules": steps,
        "messages a second by robots": rates,
        "CPU of a message by robots": cpu,
    }
    return Measured(figures=figures, curves=curves)


def _by_stored(workshop: Workshop) -> list[tuple[float, float]]:
    curve, there = [], 0
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        product.serve()
        made = scene.one_pipeline(product, sink, firing=1, silent=19)
        _cpu_ms(product, made.token, first=0)  # warm, and an event to copy
        for size in STORED:
            product.stop()
            product.module("bench.inside.cloning", f"{size - there}")
            there = size
            product.serve()
            curve.append((float(size), _cpu_ms(product, made.token, first=1_000_000 + size * 10)))
    return curve


def _by_steps(workshop: Workshop) -> list[tuple[float, float]]:
    curve = []
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        product.serve()
        made = scene.one_pipeline(product, sink, firing=1)
        _cpu_ms(product, made.token, first=0)
        for before, size in zip((STEPS[0], *STEPS), STEPS, strict=False):
            for number in range(before, size):
                scene.step(product, "web", made.credentials[0], name=f"other {number}", task=f"task {number}")
            curve.append((float(size), _cpu_ms(product, made.token, first=1_000_000 * size)))
    return curve


def _by_robots(workshop: Workshop) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    rates, costs = [], []
    with robots.standing("--delay", f"{many_robots.DELAY_SECONDS}") as sink:
        for count in ROBOTS:
            owing = many_robots.prepared(workshop, sink, count=count)
            rate, cpu = many_robots.drained(owing, workshop, sink, count=count)
            rates.append((float(count), rate))
            costs.append((float(count), cpu))
    return rates, costs


def _cpu_ms(product: Product, token: str, *, first: int) -> float:
    """Return the product's CPU milliseconds per event under full load."""
    body = scene.failure(pipeline="web")
    before = product.cpu_seconds()
    plan = Plan(
        port=product.port, path="/api/v1/events", token=token, body=body, first=first, seconds=SECONDS
    )
    load = loading.run(plan).demand(202)
    return (product.cpu_seconds() - before) * MILLISECONDS / len(load.answers)
