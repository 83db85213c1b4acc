"""What a queue of 100,000 deliveries costs: a claim, and the pages that list it."""

from __future__ import annotations

import json
from typing import Any

from bench import robots, scene
from bench.figures import Figure, Measured, at_most, percentile
from bench.workshop import Workshop

ROBOTS = 100
SIZES = (1_000, 10_000, 100_000)


def measure(workshop: Workshop) -> Measured:
    """Let more and more wait for 100 robots; time claims and pages at each size."""
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        product.serve("--no-dispatch")
        made = scene.one_pipeline(product, sink, firing=ROBOTS)
        status, answer = product.ask(
            "POST", "/api/v1/events", scene.event(1, pipeline="web"), token=made.token
        )
        if status != 202:
            raise RuntimeError(f"HTTP {status} {answer.decode()}")
        product.stop()
        product.env["BENCH_TOKEN"] = product.admin_token
        before = product.disk_bytes()
        found = json.loads(product.module("bench.inside.waiting", *(f"{size}" for size in SIZES)))
        each = (product.disk_bytes() - before) / SIZES[-1]
    disk = Figure(what="disk of an event and its delivery", unit="kB", values=(each / 1024,))
    return Measured(figures=(*_figures(found), disk), curves=_curves(found))


def _figures(found: list[dict[str, Any]]) -> tuple[Figure, ...]:
    largest = found[-1]
    slowest, took = max(largest["page_ms"].items(), key=lambda item: item[1])
    most, more = _growth_of_queries(found)
    return (
        Figure(
            what="claim of a lane, 100,000 waiting", unit="ms", values=(*largest["claim_ms"],), bar=at_most(5)
        ),
        Figure(what="the same, p99", unit="ms", values=(percentile(largest["claim_ms"], 99),)),
        Figure(what="claim that merges 300 into one", unit="ms", values=(*largest["merging_claim_ms"],)),
        Figure(what=f"slowest list page: {slowest}", unit="ms", values=(took,), bar=at_most(100)),
        Figure(what="queries more than with 1,000 waiting", unit="", values=(more,), bar=at_most(0)),
        Figure(what="queries of a list page, most", unit="", values=(most,)),
    )


def _growth_of_queries(found: list[dict[str, Any]]) -> tuple[int, int]:
    """Return the most queries any page asks, and by how many more the worst one grew."""
    least, largest = found[0]["queries"], found[-1]["queries"]
    return max(largest.values()), max(largest[name] - least[name] for name in largest)


def _curves(found: list[dict[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    return {
        "claim by waiting": [(at["size"], percentile(at["claim_ms"], 50)) for at in found],
        "merging claim by waiting": [(at["size"], percentile(at["merging_claim_ms"], 50)) for at in found],
        "slowest page by waiting": [(at["size"], max(at["page_ms"].values())) for at in found],
    }
