"""Scores the rows of docs/asvs.csv by what their tests came to: 2 proved, 1 there, 0 missing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.asvs.rows import ROOT, Row

PROVED, THERE, MISSING = 2, 1, 0
# Whether too few proved rows fail `make test`, or are only told.
BARS_HOLD = False
LEAST_PROVED = {1: 1.0, 2: 0.9}
WORDS = {PROVED: "proved", THERE: "not proved", MISSING: "missing"}


class AnotherCommit(Exception):  # noqa: N818
    """A file of outcomes is of other sources than these."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """What a row comes to; `failed` and `skipped` name the tests that keep it from being proved."""

    row: Row
    points: int
    passed: int
    failed: tuple[str, ...]
    skipped: tuple[str, ...]


def read_outcomes(files: Iterable[Path], *, commit: str) -> dict[str, dict[str, set[str]]]:
    """Return by row and test how it ended in each run.

    Raises:
        AnotherCommit: A run was of other sources.

    """
    merged: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file in files:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["commit"] != commit:
            raise AnotherCommit(
                f"{file} is of commit {kept['commit'][:12]}, these sources are {commit[:12]}."
            )
        for row, tests in kept["rows"].items():
            for test, outcome in tests.items():
                merged[row][test].add(outcome)
    return merged


def score(row: Row, tests: Mapping[str, set[str]]) -> Score:
    """Return what a row comes to: proved when a test passed, none failed, and each one ran somewhere."""
    failed = sorted(test for test, ends in tests.items() if "failed" in ends)
    skipped = sorted(test for test, ends in tests.items() if ends == {"skipped"})
    passed = len(tests) - len(failed) - len(skipped)
    there = THERE if row.control and (ROOT / row.control).exists() else MISSING
    points = PROVED if passed and not failed and not skipped else there
    return Score(row=row, points=points, passed=passed, failed=tuple(failed), skipped=tuple(skipped))


def told(scores: list[Score]) -> Iterable[str]:
    """Yield the table, line by line: what is not proved and why, and how many of each level are."""
    for each in scores:
        if each.points < PROVED and not each.row.left_out:
            yield f"{each.row.row:8} L{each.row.level} {WORDS[each.points]:10} {each.row.asks}{_why(each)}"
    for level in LEAST_PROVED:
        applying = [each for each in scores if each.row.level == level and not each.row.left_out]
        left_out = sum(each.row.level == level for each in scores) - len(applying)
        counts = [sum(each.points == points for each in applying) for points in (PROVED, THERE, MISSING)]
        proved, there, missing = counts
        line = f"Level {level}: {proved} of {len(applying)} proved, {there} not proved, {missing} missing"
        yield line + (f", {left_out} left out" if left_out else "")


def is_good_enough(scores: list[Score], *, bars: bool = BARS_HOLD) -> bool:
    """Return whether no marked test failed and, where the bars hold, each level is proved far enough."""
    if any(each.failed for each in scores):
        return False
    return not bars or all(_share(scores, level) >= least for level, least in LEAST_PROVED.items())


def _share(scores: list[Score], level: int) -> float:
    applying = [each for each in scores if each.row.level == level and not each.row.left_out]
    return sum(each.points == PROVED for each in applying) / len(applying) if applying else 1.0


def _why(each: Score) -> str:
    if each.failed:
        return f" ({len(each.failed)} failed: {each.failed[0]})"
    if each.skipped:
        return f" ({len(each.skipped)} skipped: {each.skipped[0]})"
    return ""
