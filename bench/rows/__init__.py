"""The rows of the table, in its order: each measures one bar and can be run alone."""

from __future__ import annotations

from collections.abc import Callable

from bench.figures import Measured
from bench.rows import bursts, growth, intake, latency, many_robots, pages, peers, render, start, waiting
from bench.workshop import Workshop

Row = Callable[[Workshop], Measured]

ROWS: dict[str, Row] = {
    "intake": intake.single,
    "batch": intake.batch,
    "postgresql": intake.postgresql,
    "latency": latency.measure,
    "robots": many_robots.measure,
    "bursts": bursts.one_process,
    "workers": bursts.three_workers,
    "waiting": waiting.measure,
    "render": render.measure,
    "pages": pages.measure,
    "start": start.measure,
    "apprise": peers.apprise,
    "alertmanager": peers.alertmanager,
    "growth": growth.measure,
}
