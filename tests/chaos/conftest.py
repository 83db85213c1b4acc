"""Trials with a seed, in their short form by default; CHAOS=full runs the long one, and prints a table."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from tests.chaos.processes import Installation
from tests.chaos.table import drawn
from tests.chaos.trial import Trial

IS_FULL = os.environ.get("CHAOS") == "full"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.chaos)


@pytest.fixture
def seed(request):
    """Take CHAOS_SEED, or a new one; it is printed, and a run with it makes the same plan again."""
    chosen = int(os.environ.get("CHAOS_SEED", random.SystemRandom().randrange(10**6)))
    print(f"CHAOS_SEED={chosen}")
    return chosen


@pytest.fixture
def dice(seed):
    return random.Random(seed)


@pytest.fixture
def by_form():
    """Choose a figure: `by_form(short=5, full=100)`."""
    return lambda *, short, full: full if IS_FULL else short


@pytest.fixture
def in_time():
    """Hold news to a time where the machine is ours alone; beside other tests it is printed only."""

    def held(waits, *, seconds):
        print(f"the slowest news took {waits[-1]:.1f} s of {seconds} s")
        assert waits[-1] <= seconds or not IS_FULL

    return held


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """Make one migrated installation with an administrator; trials start with a copy of it."""
    folder = tmp_path_factory.mktemp("prepared")
    made = Installation(folder, "http://127.0.0.1:9")
    made.prepare()
    (folder / "token").write_text(made.token("admin"))
    return Path(made.env["DATA_DIR"])


@pytest.fixture
def trial(tmp_path, prepared):
    made = Trial(tmp_path, prepared)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def verdict(request, seed, trial, record_property):
    """Judge the trial, note its row for the table, hold the invariants."""

    def judged(*, quiet=()):
        judge = trial.judge()
        findings = judge.findings()
        row = {
            "scenario": request.node.name.removeprefix("test_").replace("_", " "),
            "seed": seed,
        } | trial.row(judge, findings, quiet)
        record_property("chaos", json.dumps(row, ensure_ascii=False))
        print(drawn([row]))
        findings.assert_sound()
        return judge, findings

    return judged


def pytest_terminal_summary(terminalreporter):
    """Print what came out of every trial, whatever it was."""
    reports = [each for kind in ("passed", "failed") for each in terminalreporter.getreports(kind)]
    rows = [json.loads(value) for each in reports for name, value in each.user_properties if name == "chaos"]
    if rows and IS_FULL:
        terminalreporter.write_line(drawn(rows))
