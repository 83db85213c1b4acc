"""The table that `make bench` prints: the machine, CPU time first, then each row beside its bar."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.figures import Figure, Measured, amount

HEADINGS = ("row", "figure", "bar", "median", "spread", "")
GAP = "  "
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A row's name and what it found, or why it was skipped."""

    row: str
    measured: Measured | None = None
    skipped: str = ""


def draw(outcomes: Sequence[Outcome]) -> str:
    """Return the whole table, lines ended."""
    cpu = [*_lines(outcomes, is_cpu=True)]
    rest = [*_lines(outcomes, is_cpu=False)]
    widths = [max(map(_width, column)) for column in zip(HEADINGS, *cpu, *rest, strict=True)]
    parts = []
    if cpu:
        parts += ["CPU milliseconds first", _aligned([HEADINGS, *cpu], widths)]
    if rest:
        parts += ["Everything else", _aligned([HEADINGS, *rest], widths)]
    parts += [*_remarks(outcomes)]
    return "\n\n".join(parts) + "\n"


def placed_in(page: str, printed: str) -> str:
    """Return the page with the run's own words between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n```text\n{printed.strip()}\n```\n{END}{after}"


def _lines(outcomes: Iterable[Outcome], *, is_cpu: bool) -> Iterable[tuple[str, ...]]:
    for outcome in outcomes:
        name = outcome.row
        for figure in outcome.measured.figures if outcome.measured else ():
            if figure.is_cpu == is_cpu:
                yield _line(name, figure)
                name = ""


def _line(name: str, figure: Figure) -> tuple[str, ...]:
    low, high = figure.spread
    spread = f"{amount(low)}–{amount(high)} of {len(figure.values)}" if len(figure.values) > 1 else "one run"
    bar = f"{figure.bar}" if figure.bar else ""
    return name, figure.what, bar, f"{amount(figure.median)} {figure.unit}".strip(), spread, figure.verdict


def _remarks(outcomes: Iterable[Outcome]) -> Iterable[str]:
    for outcome in outcomes:
        if outcome.skipped:
            yield f"{outcome.row}: skipped. {outcome.skipped}"
        elif outcome.measured and outcome.measured.notes:
            yield "\n".join(f"{outcome.row}: {note}" for note in outcome.measured.notes)


def _aligned(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    return "\n".join(
        GAP.join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
