"""What was measured: a figure is the median of its repeats, with the least and the greatest beside it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

MILLISECONDS = 1000


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The value a figure must reach, or must not pass."""

    value: float
    at_least: bool = False

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {amount(self.value)}"

    def holds(self, measured: float) -> bool:
        return measured >= self.value if self.at_least else measured <= self.value


def at_least(value: float) -> Bar:
    return Bar(value=value, at_least=True)


def at_most(value: float) -> Bar:
    return Bar(value=value)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. `is_cpu` lines are printed first, for CPU time says more than a busy clock."""

    what: str
    unit: str
    values: tuple[float, ...]
    bar: Bar | None = None
    is_cpu: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        return min(self.values), max(self.values)

    @property
    def verdict(self) -> str:
        if self.bar is None:
            return ""
        return "held" if self.bar.holds(self.median) else "MISSED"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one row found: its figures, and what has to be known to read them."""

    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    curves: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


class SkippedError(Exception):
    """What a row needs is not here; the sentence says what."""


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least `percent` of all values do not pass.

    Raises:
        ValueError: when there are no values.
    """
    if not values:
        raise ValueError("No values, no percentile.")
    rank = math.ceil(percent / 100 * len(values))
    return sorted(values)[max(rank, 1) - 1]


def amount(value: float) -> str:
    """Return a number with three digits that mean something, thousands apart."""
    if value and abs(value) < 0.01:
        return f"{value:.4f}"
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    text = f"{value:,.{min(digits, 3)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
