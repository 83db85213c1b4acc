"""Many robots that take 100 ms each, drained by one worker process."""

from __future__ import annotations

import time

from bench import robots, scene
from bench.figures import MILLISECONDS, Figure, Measured, at_least
from bench.product import Product
from bench.robots import Sink
from bench.workshop import Workshop, stopped_after

ROBOTS = 300
# Less than a robot takes at once, so that nothing waits for the limit and nothing is merged.
MESSAGES_EACH = 6
THREADS = 64
DELAY_SECONDS = 0.1


def measure(workshop: Workshop) -> Measured:
    """Owe 1,800 messages to 300 robots, then start one worker on them."""
    with robots.standing("--delay", f"{DELAY_SECONDS}") as sink:
        owing = prepared(workshop, sink, count=ROBOTS)
        runs = [drained(owing, workshop, sink, count=ROBOTS) for _ in range(workshop.repeats)]
    return Measured(
        figures=(
            Figure(
                what=f"CPU per message, backlog of {ROBOTS} robots",
                unit="ms",
                values=tuple(cpu for _, cpu in runs),
                is_cpu=True,
            ),
            Figure(
                what="messages a second, robots at 100 ms",
                unit="/s",
                values=tuple(rate for rate, _ in runs),
                bar=at_least(250),
            ),
        ),
        notes=(f"one worker with DISPATCH_THREADS={THREADS}; 16, the default, can have 160/s at 100 ms",),
    )


def prepared(workshop: Workshop, sink: Sink, *, count: int) -> Product:
    """Return a product at rest that owes every robot some messages."""
    with workshop.product(sink_url=sink.url, DISPATCH_THREADS=f"{THREADS}") as product:
        product.serve("--no-dispatch")
        made = scene.one_pipeline(product, sink, firing=count)
        for number in range(MESSAGES_EACH):
            body = scene.event(number, pipeline="web")
            status, answer = product.ask("POST", "/api/v1/events", body, token=made.token)
            if status != 202:
                raise RuntimeError(f"The event was not accepted: HTTP {status} {answer.decode()}")
    return product


def drained(owing: Product, workshop: Workshop, sink: Sink, *, count: int) -> tuple[float, float]:
    """Return messages a second from the first to the last, and CPU milliseconds of each."""
    wanted, already = count * MESSAGES_EACH, sink.count()
    with stopped_after(owing.copy(workshop.new_folder())) as product:
        product.start("worker")
        sink.wait_for(already + 1, within_seconds=30)
        began = product.cpu_seconds()
        sink.wait_for(already + wanted, within_seconds=120)
        used = product.cpu_seconds() - began
        time.sleep(DELAY_SECONDS)
    arrivals = [call.at for call in sink.calls()[already:]]
    if len(arrivals) != wanted:
        raise RuntimeError(f"{wanted} messages were owed and {len(arrivals)} arrived.")
    return (wanted - 1) / (arrivals[-1] - arrivals[0]), used * MILLISECONDS / wanted
