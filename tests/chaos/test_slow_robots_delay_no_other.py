"""Forty robots that never answer beside ten that do: the ten get their news, the forty lose none."""

from __future__ import annotations

from tests.chaos.forms import only_in_full
from tests.chaos.load import burst, steady

HANGING, HEALTHY = 40, 10
NEWS_WITHIN_SECONDS = 5


@only_in_full
def test_forty_hanging_robots_do_not_keep_ten_others_waiting(trial, verdict, in_time):
    trial.run(serve="serve")
    trial.add_robots(HANGING + HEALTHY)
    for key in trial.keys[:HANGING]:
        trial.recorder.script("hang", key=key, times=None)

    healthy = range(HANGING, HANGING + HEALTHY)
    trial.send(burst(range(HANGING), each=2))
    trial.send(steady(healthy, per_second=2, seconds=60), threads=2).join()
    trial.recorder.clear_faults()
    trial.settle(seconds=120)

    judge, found = verdict(quiet=healthy)
    assert found.dead == found.held == 0
    in_time(judge.waits(healthy), seconds=NEWS_WITHIN_SECONDS)
