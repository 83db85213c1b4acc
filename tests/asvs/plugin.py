"""Keeps, for each row of docs/asvs.csv, which tests that carry its mark ran, and how they ended.

`@pytest.mark.asvs("V3.4.3")` says that a test proves a row. `pytest --asvs FILE` writes what came of those
tests; `python -m tests.asvs FOLDER` makes scores of such files.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.asvs.rows import ROOT, read_rows

MARK = "asvs"
# The worst that a test's setting up, running and clearing away came to; a retried or repeated one as well.
WORST_FIRST = ("failed", "skipped", "passed")


def pytest_addoption(parser):
    parser.addoption("--asvs", metavar="FILE", help="write there which rows of docs/asvs.csv were proved")


def pytest_configure(config):
    config.addinivalue_line("markers", "asvs(*rows): proves these rows of docs/asvs.csv")
    file = config.getoption("asvs")
    if file and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Kept(Path(file)), "asvs-kept")


def pytest_collection_modifyitems(items):
    known = read_rows()
    for item in items:
        rows = {row for mark in item.iter_markers(MARK) for row in mark.args}
        if unknown := sorted(rows - known.keys()):
            raise pytest.UsageError(f"{item.nodeid}: docs/asvs.csv has no row {', '.join(unknown)}.")
        # Reports carry them from the workers to the one process that writes.
        item.user_properties += [(MARK, row) for row in sorted(rows)]


class Kept:
    """What came of the marked tests, in the process that hears of all of them."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.rows: dict[str, dict[str, str]] = {}

    def pytest_runtest_logreport(self, report):
        outcome = "skipped" if hasattr(report, "wasxfail") else report.outcome
        for row in (value for name, value in report.user_properties if name == MARK):
            tests = self.rows.setdefault(row, {})
            both = {outcome, tests.get(report.nodeid, outcome)}
            tests[report.nodeid] = next(each for each in WORST_FIRST if each in both)

    def pytest_sessionfinish(self):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        kept = {"commit": commit(), "rows": self.rows}
        self.file.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def commit() -> str:
    """Return the commit these files are of; nothing where they are no repository."""
    words = ["git", "rev-parse", "HEAD"]
    return subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip()
