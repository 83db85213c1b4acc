"""Trials with a seed, in their short form by default; CHAOS=full runs the long one, and prints a table."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from tests.chaos.engines import Prepared
from tests.chaos.forms import IS_FULL
from tests.chaos.table import drawn
from tests.chaos.trial import Trial
from tests.engines.postgresql import PostgreSQL, programs


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
def in_time():
    """Hold news to a time where the machine is ours alone; beside other tests it is printed only."""

    def held(waits, *, seconds):
        print(f"the slowest news took {waits[-1]:.1f} s of {seconds} s")
        assert waits[-1] <= seconds or not IS_FULL

    return held


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory):
    return Prepared.make(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory):
    if programs() is None:
        pytest.skip("No PostgreSQL server here. As root: apt-get install postgresql")
    with PostgreSQL() as server:
        yield Prepared.make(tmp_path_factory.mktemp("prepared"), server)


@pytest.fixture
def engine():
    """Name the database; a test on another one parametrizes it."""
    return "sqlite"


@pytest.fixture
def trial(request, engine, tmp_path):
    made = Trial(tmp_path, request.getfixturevalue(f"on_{engine}"))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def verdict(request, seed, engine, trial, record_property):
    """Judge the trial, note its row for the table, hold the invariants."""

    def judged(*, quiet=(), still_waiting=()):
        judge = trial.judge(still_waiting=still_waiting)
        findings = judge.findings()
        about = {"scenario": request.node.originalname.removeprefix("test_").replace("_", " ")}
        about |= {"engine": engine, "seed": seed, "processes": ", ".join(sorted(members_of(trial)))}
        row = about | trial.row(judge, findings, quiet)
        record_property("chaos", json.dumps(row, ensure_ascii=False))
        print(drawn([row]))
        findings.assert_sound()
        assert [load.wrong_answers for load in trial.loads if load.wrong_answers] == []
        return judge, findings

    return judged


def members_of(trial):
    return [" ".join(member.words) for member in trial.product.members.values()]


def pytest_terminal_summary(terminalreporter):
    """Print what came out of every trial, whatever it was."""
    reports = [each for kind in ("passed", "failed") for each in terminalreporter.getreports(kind)]
    rows = [json.loads(value) for each in reports for name, value in each.user_properties if name == "chaos"]
    if rows and IS_FULL:
        terminalreporter.write_line(drawn(rows))
