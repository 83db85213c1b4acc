"""PostgreSQL is stopped as by a power cut, and started again, while events flow."""

from __future__ import annotations

import pytest

from tests.chaos.forms import by_form
from tests.chaos.load import steady

ROBOTS = 20
AWAY_SECONDS = 3

pytestmark = pytest.mark.parametrize("engine", ["postgresql"])


def test_what_was_accepted_outlives_a_crash_of_the_database(trial, verdict, dice):
    crashes = by_form(short=2, full=10)
    trial.run(web="serve --no-dispatch", first="worker", second="worker")
    trial.add_robots(ROBOTS)
    trial.recorder.script("latency", times=None, seconds=0.3)

    trial.send(steady(range(ROBOTS), per_second=10, seconds=crashes * (AWAY_SECONDS + 6)))
    for _ in range(crashes):
        trial.product.tend(dice.uniform(3, 6))
        trial.fault()
        trial.server.stop("immediate")
        trial.product.tend(AWAY_SECONDS)
        trial.server.start()
        trial.fault()
    trial.settle(seconds=120)

    _, found = verdict()
    assert found.dead == found.held == found.refused_for_rate == 0
