"""A hundred thousand messages wait for one robot that somebody else keeps busy: others notice nothing."""

from __future__ import annotations

import pytest

from tests.chaos.forms import only_in_full
from tests.chaos.load import burst, steady

WAITING = 100_000
BATCH = 500
ROBOTS = 10
LONGER_THAN_A_PAUSE_SECONDS = 75

pytestmark = only_in_full


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_hundred_thousand_wait_and_nobody_else_does(trial, verdict, in_time):
    trial.run(serve="serve")
    trial.add_robots(ROBOTS)
    trial.recorder.script("rate_limited", key=trial.keys[0], times=None)
    trial.send(burst([0], each=WAITING), threads=1, batch=BATCH).join()

    trial.send(steady(range(1, ROBOTS), per_second=2, seconds=30)).join()
    trial.recorder.clear_faults()
    trial.product.tend(LONGER_THAN_A_PAUSE_SECONDS)
    trial.product.retire()
    trial.run(web="serve --no-dispatch")

    judge, found = verdict(quiet=range(1, ROBOTS), still_waiting=range(1))
    assert found.dead == found.held == found.repeats == 0
    assert found.merged >= 300
    in_time(judge.waits(range(1, ROBOTS)), seconds=1)
