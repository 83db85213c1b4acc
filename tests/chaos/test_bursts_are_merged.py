"""Many events at once for a few robots: all of it is told within seconds, and the others notice nothing."""

from __future__ import annotations

import pytest

from tests.chaos.forms import by_form, only_in_full
from tests.chaos.load import burst, steady

BUSY, ROBOTS = 10, 30
LAST_NEWS_SECONDS = 10
ONE_TREE = {"serve": "serve"}
THREE_WORKERS = {"web": "serve --no-dispatch", "first": "worker", "second": "worker", "third": "worker"}


@pytest.mark.parametrize(("engine", "members"), [("sqlite", ONE_TREE), ("postgresql", THREE_WORKERS)])
def test_bursts_lose_nothing_and_delay_no_other_robot(trial, verdict, in_time, members):
    trial.run(**members)
    trial.add_robots(ROBOTS)

    quiet = range(BUSY, ROBOTS)
    trial.send(steady(quiet, per_second=8, seconds=by_form(short=10, full=30)), threads=2)
    trial.send(burst(range(BUSY), each=by_form(short=30, full=100), at=2.0), threads=8)
    trial.settle(seconds=60)

    judge, found = verdict(quiet=quiet)
    assert found.refused_for_rate == found.dead == found.held == found.repeats == 0
    in_time(judge.waits(range(BUSY)), seconds=LAST_NEWS_SECONDS)


@only_in_full
def test_urgent_news_of_a_burst_goes_first_and_alone(trial, verdict):
    trial.run(serve="serve")
    trial.add_robots(3, with_urgent=True)

    trial.send(burst(range(3), each=40, urgent_every=10))
    trial.settle(seconds=60)

    _, found = verdict()
    assert found.refused_for_rate == found.dead == found.held == found.repeats == 0


def test_sixty_events_for_one_robot_are_told_at_twenty_a_minute(trial, verdict, in_time):
    trial.run(serve="serve")
    trial.add_robots(1)

    trial.send(burst([0], each=60), threads=1)
    trial.settle(seconds=60)

    judge, found = verdict()
    assert found.alone + found.merged == 60
    assert found.refused_for_rate == found.repeats == 0
    in_time(judge.waits([0]), seconds=LAST_NEWS_SECONDS)


def test_nine_hundred_failures_in_a_minute_reach_their_sixty_groups(trial, verdict, in_time):
    trial.run(serve="serve")
    trial.add_robots(60)

    seconds = by_form(short=8, full=60)
    trial.send(steady(range(60), per_second=15, seconds=seconds), threads=8)
    trial.settle(seconds=90)

    judge, found = verdict()
    assert found.accepted == found.alone + found.merged == 15 * seconds
    assert found.refused_for_rate == found.repeats == 0
    in_time(judge.waits(range(60)), seconds=15)
