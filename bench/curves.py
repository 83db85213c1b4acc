"""The pictures and the table of docs/performance.md, from the figures a run has kept.

`python -m bench.curves docs/performance.json docs`. The pictures are transparent, in grey and two colours
that read on white and on black; text stays text, so that a picture weighs a few kilobytes.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bench.figures import amount
from bench.table import placed_in

INK, QUIET, FIRST, SECOND = "#7a828c", "#7a828c55", "#3f7ff0", "#e0852f"
SIZE_INCHES = (7.2, 3.4)
STYLE = {
    "svg.fonttype": "none", "svg.hashsalt": "wecomnotify", "font.family": "sans-serif", "font.size": 10,
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.edgecolor": QUIET, "axes.spines.top": False, "axes.spines.right": False,
    "axes.spines.left": False, "grid.color": QUIET, "grid.linewidth": 0.6, "ytick.left": False,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture: a title that says what it shows, its axes, and the curves of one row in it."""

    name: str
    title: str
    across: str
    unit: str
    row: str
    curves: Sequence[tuple[str, str]]  # the curve's name in the figures, and in the picture
    bar: float | None = None
    is_log: bool = False


PICTURES = (
    Picture(
        name="growth_events", title="CPU of one event by the events stored before it", across="events stored",
        unit="ms", row="growth", curves=[("CPU of an event by stored events", "")],
    ),
    Picture(
        name="growth_rules", title="CPU of one event by the rules of its pipeline, one of which fires",
        across="rules", unit="ms", row="growth", curves=[("CPU of an event by rules", "")],
    ),
    Picture(
        name="growth_robots", title="Messages to robots that take 100 ms, one process",
        across="robots with a backlog", unit="a second", row="growth",
        curves=[("messages a second by robots", "")],
        bar=250,
    ),
    Picture(
        name="growth_waiting", title="A claim and the slowest list page by the deliveries that wait",
        across="deliveries waiting", unit="ms", row="waiting", is_log=True,
        curves=[("slowest page by waiting", "slowest list page"), ("claim by waiting", "claim of a lane")],
    ),
    Picture(
        name="growth_render", title="CPU of rendering one message by its content",
        across="bytes of content (the message is cut at 4,096)", unit="ms", row="render",
        curves=[("render", "")],
    ),
)  # fmt: skip


def draw(picture: Picture, rows: dict[str, Any], folder: Path) -> Path:
    """Draw one picture as SVG."""
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    axes.set_title(f"{picture.title}, {picture.unit}", loc="left", fontsize=11.5, fontweight="bold", pad=12)
    for (name, label), colour in zip(picture.curves, (FIRST, SECOND), strict=False):
        _draw_curve(axes, rows[picture.row]["curves"][name], label, colour)
    if picture.bar is not None:
        axes.axhline(picture.bar, color=SECOND, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.annotate(
            f"bar {amount(picture.bar)}", (0, picture.bar), xycoords=("axes fraction", "data"),
            xytext=(4, 4), textcoords="offset points", color=SECOND, fontsize=9,
        )  # fmt: skip
    _frame(axes, picture)
    file = folder / f"{picture.name}.svg"
    figure.savefig(file, transparent=True, metadata={"Date": None, "Creator": None})
    return file


def _draw_curve(axes: Axes, points: list[list[float]], label: str, colour: str) -> None:
    across, up = zip(*points, strict=True)
    axes.plot(across, up, color=colour, linewidth=2, marker="o", markersize=5, clip_on=False)
    for x, y in points:
        axes.annotate(
            amount(y), (x, y), xytext=(0, 8), textcoords="offset points", ha="center", fontsize=9, color=INK
        )
    if label:
        axes.annotate(
            label, (across[-1], up[-1]), xytext=(0, -15), textcoords="offset points", ha="right",
            fontsize=9.5, fontweight="bold", color=colour,
        )  # fmt: skip


def _frame(axes: Axes, picture: Picture) -> None:
    if picture.is_log:
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(*_decades(axes.dataLim.y0, axes.dataLim.y1))
    else:
        axes.set_ylim(0, axes.dataLim.y1 * 1.2)
        axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.grid(axis="y", which="major")
    axes.minorticks_off()
    axes.set_xlabel(picture.across)
    readable = FuncFormatter(lambda value, _: amount(value))
    axes.xaxis.set_major_formatter(readable)
    axes.yaxis.set_major_formatter(readable)


def _decades(low: float, high: float) -> tuple[float, float]:
    """Return the powers of ten around what is shown."""
    return 10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high))


def main() -> None:
    """Draw every picture whose figures are there, and put the table into the page."""
    kept, docs = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    with mpl.rc_context(STYLE):
        for picture in PICTURES:
            if picture.row in kept["rows"]:
                print(draw(picture, kept["rows"], docs / "pictures"))
    page = docs / "performance.md"
    page.write_text(placed_in(page.read_text(), kept["printed"]))


if __name__ == "__main__":
    main()
