"""Robots that answer with everything but acceptance for a while: each robot has a storm of its own."""

from __future__ import annotations

import pytest

from tests.chaos.forms import IS_FULL, by_form
from tests.chaos.load import steady

STORMS = {
    "HTTP 500": {"kind": "status", "status": 500},
    "HTTP 502, a page": {"kind": "status", "status": 502, "text": "<h1>Bad gateway</h1>"},
    "HTTP 200, a page": {"kind": "garbage"},
    "no JSON object": {"kind": "garbage", "text": "[]"},
    "errcode that is text": {"kind": "garbage", "text": '{"errcode":"0","errmsg":"ok"}'},
    "busy": {"kind": "busy"},
    "too many at once": {"kind": "concurrent"},
    "closed": {"kind": "drop"},
    "accepted, then closed": {"kind": "drop_after_accepting", "times": 2},
    "dripping": {"kind": "drip", "seconds": 0.05},
    "a poisoned message": {"kind": "too_long", "times": 1},
    "calm": {},
}
LONG_STORMS = {
    "too many a minute": {"kind": "rate_limited", "times": 1},
    "no answer": {"kind": "hang", "times": 1},
}
STORMS |= LONG_STORMS if IS_FULL else {}
STORM_SECONDS = 12
EACH = 12


@pytest.fixture
def stormy(trial):
    """Give every storm a robot, and the number of the robot by the storm's name."""
    trial.run(serve="serve")
    trial.add_robots(len(STORMS))
    for key, storm in zip(trial.keys, STORMS.values(), strict=True):
        if storm:
            trial.recorder.script(**{"times": None} | storm, key=key)
    return list(STORMS).index


def test_a_storm_delays_its_robot_and_loses_nothing(stormy, trial, verdict, in_time):
    robots = range(len(STORMS))
    trial.send(steady(robots, per_second=len(STORMS), seconds=by_form(short=EACH, full=5 * EACH)))
    trial.product.tend(by_form(short=STORM_SECONDS, full=5 * STORM_SECONDS))
    trial.recorder.clear_faults()
    trial.settle(seconds=by_form(short=120, full=400))

    judge, found = verdict(quiet=[stormy("calm")])

    assert found.dead == 1  # the poisoned message, alone
    assert found.held == 0
    in_time(judge.waits([stormy("calm")]), seconds=10)
