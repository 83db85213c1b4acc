"""How a command tells of many sealed values: faults as they come, progress by the thousand, then sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.management.base import OutputWrapper

from credentials.resealing import Opened
from teams import sealed_values

PROGRESS_ROWS = 1000
BAR_CHARACTERS = 30


class Bar:
    """Shows how far it is: one line that grows on a terminal, a line each time elsewhere."""

    def __init__(self, out: OutputWrapper, done: str) -> None:
        self.out, self.done, self.is_open = out, done, False

    def show(self, good: int, *, of: int) -> None:
        line = f"{good:,} of {of:,} {self.done} …"
        self.is_open = self.out.isatty()
        if self.is_open:
            filled = "#" * (BAR_CHARACTERS * good // of)
            self.out.write(f"\r[{filled:.<{BAR_CHARACTERS}}] {line}", ending="")
        else:
            self.out.write(line)
        self.out.flush()

    def end(self) -> None:
        """Let what comes next begin on a line of its own."""
        if self.is_open:
            self.out.write("")
        self.is_open = False


@dataclass
class Sum:
    """How many values of one kind went well, and how many did not."""

    good: int = 0
    bad: int = 0


def told(
    each: Iterable[Opened], *, done: str, of: int, out: OutputWrapper, err: OutputWrapper
) -> dict[str, Sum]:
    """Print faults and progress, and return the sum of every kind by its name."""
    sums = {values.kind: Sum() for values in sealed_values.kinds()}
    good = 0
    bar = Bar(out, done)
    for one in each:
        sums[one.values.kind].bad += bool(one.fault)
        sums[one.values.kind].good += not one.fault
        good += not one.fault
        if one.fault:
            bar.end()
            err.write(f"{one.values.kind} {one.pk}: {one.fault}")
        elif good % PROGRESS_ROWS == 0:
            bar.show(good, of=max(of, good))
    bar.end()
    return sums
