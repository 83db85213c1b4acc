"""SIGSTOP until every lease is over, then SIGCONT: the sleeper wakes up and breaks nothing."""

from __future__ import annotations

import signal

from tests.chaos.forms import only_in_full
from tests.chaos.load import steady

STOPS = 5
ROBOTS = 10
PER_SECOND = 5
CALLS_UNDER_WAY = 4
LONGER_THAN_A_LEASE_SECONDS = 20


@only_in_full
def test_a_worker_that_slept_past_its_leases_breaks_nothing(trial, verdict, dice):
    trial.run(web="serve --no-dispatch", first="worker")
    trial.add_robots(ROBOTS)
    trial.recorder.script("latency", times=None, seconds=1.0)

    seconds = STOPS * (LONGER_THAN_A_LEASE_SECONDS + 5)
    trial.send(steady(range(ROBOTS), per_second=PER_SECOND, seconds=seconds))
    for _ in range(STOPS):
        trial.product.tend(dice.uniform(2, 5))
        trial.tend_until(lambda: trial.recorder.under_way() >= CALLS_UNDER_WAY, seconds=20)
        trial.fault()
        trial.product.signal("first", signal.SIGSTOP)
        trial.product.run("second", "worker")
        trial.product.tend(LONGER_THAN_A_LEASE_SECONDS)
        trial.product.signal("first", signal.SIGCONT)
        trial.product.retire("second")
    trial.settle(seconds=90)

    _, found = verdict()
    assert found.dead == found.held == 0
    assert found.refused_for_rate == 0
