"""The disk is full for a while: the intake says so with 503, and everything answered 202 is delivered."""

from __future__ import annotations

import pytest

from tests.chaos.disks import small_disk
from tests.chaos.forms import by_form
from tests.chaos.load import steady

ROBOTS = 6
FULL_SECONDS = 8


@pytest.fixture
def disk(tmp_path):
    """Lie under the trial's data folder, so ask for it before the trial."""
    made = small_disk(tmp_path / "data")
    yield made
    made.close()


def test_what_was_accepted_around_a_full_disk_is_delivered(disk, trial, verdict):
    trial.run(serve="serve")
    trial.add_robots(ROBOTS)

    rounds = by_form(short=1, full=5)
    load = trial.send(steady(range(ROBOTS), per_second=6, seconds=rounds * (FULL_SECONDS + 5) + 3))
    for _ in range(rounds):
        trial.product.tend(4)
        trial.fault()
        disk.fill(trial.product.pids())
        trial.product.tend(FULL_SECONDS)
        disk.free(trial.product.pids())
    trial.settle(seconds=90)

    _, found = verdict()
    assert found.dead == found.held == 0
    assert load.statuses[503] > 0
