"""kill -9 of any process at any moment, while events flow and robots answer slowly."""

from __future__ import annotations

import pytest

from tests.chaos.forms import by_form, only_in_full
from tests.chaos.killing import BETWEEN_SECONDS, kill_at_random
from tests.chaos.load import steady

ROBOTS = 20
PER_SECOND = 8
ONE_TREE = {"serve": "serve"}
WEB_AND_WORKER = {"web": "serve --no-dispatch", "worker": "worker"}
CLUSTER = {"web": "serve --no-dispatch", "first": "worker", "second": "worker", "third": "worker"}


@pytest.mark.parametrize(
    ("engine", "members", "kills"),
    [
        ("sqlite", ONE_TREE, by_form(short=6, full=50)),
        pytest.param("sqlite", WEB_AND_WORKER, 50, marks=only_in_full),
        ("postgresql", CLUSTER, by_form(short=6, full=100)),
    ],
)
def test_whatever_is_killed_nothing_is_lost(trial, verdict, dice, members, kills):
    trial.run(**members)
    trial.add_robots(ROBOTS)
    for number, key in enumerate(trial.keys):
        trial.recorder.script("latency", key=key, times=None, seconds=0.05 * (number % 10))

    seconds = kills * sum(BETWEEN_SECONDS) / 2
    trial.send(steady(range(ROBOTS), per_second=PER_SECOND, seconds=seconds))
    kill_at_random(trial, dice, times=kills)
    trial.settle(seconds=150)

    _, found = verdict()
    assert found.dead == found.held == 0
    assert found.refused_for_rate == 0
