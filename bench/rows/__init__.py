"""The rows of the table, in its order: each measures one bar and can be run alone."""

from __future__ import annotations

from collections.abc import Callable

from bench.figures import Measured
from bench.rows import intake, latency
from bench.workshop import Workshop

Row = Callable[[Workshop], Measured]

ROWS: dict[str, Row] = {
    "intake": intake.single,
    "batch": intake.batch,
    "latency": latency.measure,
}
