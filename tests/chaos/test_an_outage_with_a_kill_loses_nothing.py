"""WeCom is away for ten seconds and the product is killed meanwhile: what was accepted arrives."""

from __future__ import annotations

import signal

from tests.chaos.load import steady

ROBOTS = 6
EVENTS = 60
AWAY_SECONDS = 10


def test_of_sixty_events_in_an_outage_sixty_are_delivered(trial, verdict, dice):
    trial.run(serve="serve")
    trial.add_robots(ROBOTS)

    with trial.recorder.away():
        trial.send(steady(range(ROBOTS), per_second=EVENTS / AWAY_SECONDS, seconds=AWAY_SECONDS))
        trial.product.tend(dice.uniform(3, 7))
        trial.fault()
        trial.product.signal("serve", signal.SIGKILL)
        trial.product.tend(AWAY_SECONDS - 7)
    trial.settle(seconds=60)

    _, found = verdict()
    assert found.accepted == found.alone + found.merged == EVENTS
    assert found.refused_for_rate == 0
