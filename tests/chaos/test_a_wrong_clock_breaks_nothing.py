"""Clocks that are half a minute wrong: one machine's that jumps, and one of several that stays so."""

from __future__ import annotations

import pytest

from tests.chaos.forms import by_form, only_in_full
from tests.chaos.load import steady

ROBOTS = 6
JUMPS_SECONDS = (30, -30, 0)


def test_a_clock_that_jumps_loses_nothing(trial, verdict):
    trial.run(serve="serve")
    trial.add_robots(ROBOTS)
    trial.recorder.script("latency", times=None, seconds=0.2)

    rounds, between = by_form(short=1, full=5), by_form(short=5, full=10)
    trial.send(steady(range(ROBOTS), per_second=6, seconds=rounds * 3 * between))
    for _ in range(rounds):
        for jump in JUMPS_SECONDS:
            trial.product.tend(between)
            trial.set_clocks_wrong(seconds=jump)
    trial.settle(seconds=240)

    _, found = verdict()
    assert found.dead == found.held == found.repeats == found.refused_for_rate == 0


@only_in_full
@pytest.mark.parametrize("engine", ["postgresql"])
def test_workers_whose_clocks_differ_share_the_queues(trial, verdict):
    trial.run(web="serve --no-dispatch", right="worker")
    for name, seconds in (("ahead", 30), ("behind", -30)):
        clock = trial.product.folder / f"{name}.clock"
        clock.write_text(str(seconds))
        trial.product.run(name, "worker", CHAOS_CLOCK_FILE=str(clock))
    trial.add_robots(ROBOTS)
    trial.recorder.script("latency", times=None, seconds=0.5)

    trial.send(steady(range(ROBOTS), per_second=6, seconds=90))
    trial.settle(seconds=180)

    _, found = verdict()
    assert found.dead == found.held == found.repeats == found.refused_for_rate == 0
