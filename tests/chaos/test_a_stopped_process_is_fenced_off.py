"""SIGSTOP until every lease is over, then SIGCONT: the sleeper wakes up and breaks nothing."""

from __future__ import annotations

import signal

from tests.chaos.forms import by_form
from tests.chaos.load import steady

ROBOTS = 10
PER_SECOND = 5
CALLS_UNDER_WAY = 4
LONGER_THAN_A_LEASE_SECONDS = 20


def test_a_worker_that_slept_past_its_leases_breaks_nothing(trial, verdict, dice):
    stops = by_form(short=1, full=5)
    trial.run(web="serve --no-dispatch", first="worker")
    trial.add_robots(ROBOTS)
    trial.recorder.script("latency", times=None, seconds=1.0)

    seconds = stops * (LONGER_THAN_A_LEASE_SECONDS + 5)
    trial.send(steady(range(ROBOTS), per_second=PER_SECOND, seconds=seconds))
    for _ in range(stops):
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
