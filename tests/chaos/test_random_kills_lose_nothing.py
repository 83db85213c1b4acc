"""kill -9 of any process at any moment, while events flow and robots answer slowly."""

from __future__ import annotations

import pytest

from tests.chaos.killing import BETWEEN_SECONDS, kill_at_random
from tests.chaos.load import steady

ROBOTS = 20
PER_SECOND = 8
MEMBERS = {
    "one tree": {"serve": "serve"},
    "web and worker": {"web": "serve --no-dispatch", "worker": "worker"},
}


@pytest.mark.parametrize("members", MEMBERS)
def test_whatever_is_killed_nothing_is_lost_and_only_what_was_in_flight_comes_twice(
    trial, verdict, dice, by_form, members
):
    kills = by_form(short=6, full=50)
    trial.run(**MEMBERS[members])
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
