"""Workers that hear no NOTIFY of PostgreSQL: what nobody tells them they find a little later."""

from __future__ import annotations

import pytest

from tests.chaos.forms import by_form
from tests.chaos.load import steady

ROBOTS = 10
LOOKS_EVERY_SECONDS = 5

pytestmark = pytest.mark.parametrize("engine", ["postgresql"])


def test_deaf_workers_deliver_everything(trial, verdict, in_time):
    trial.product.env["CHAOS_DEAF"] = "1"
    trial.run(web="serve --no-dispatch", first="worker", second="worker")
    trial.add_robots(ROBOTS)

    trial.send(steady(range(ROBOTS), per_second=2, seconds=by_form(short=10, full=60)))
    trial.settle(seconds=60)

    judge, found = verdict()
    assert found.dead == found.held == found.repeats == found.refused_for_rate == 0
    in_time(judge.waits(range(ROBOTS)), seconds=LOOKS_EVERY_SECONDS + 1)
