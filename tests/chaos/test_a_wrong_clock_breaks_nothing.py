"""The machine's clock is set half a minute ahead, back, and right again while events flow."""

from __future__ import annotations

from tests.chaos.load import steady
from tests.chaos.trial import Trial

ROBOTS = 6
JUMPS_SECONDS = (30, -30, 0)
BETWEEN_SECONDS = 8


def set_clock(trial: Trial, seconds: float) -> None:
    (trial.product.folder / "clock").write_text(str(seconds))


def test_a_clock_that_jumps_loses_nothing(trial, verdict, by_form):
    clock_file = trial.product.folder / "clock"
    trial.product.env["CHAOS_CLOCK_FILE"] = str(clock_file)
    trial.run(serve="serve")
    trial.add_robots(ROBOTS)
    trial.recorder.script("latency", times=None, seconds=0.2)

    rounds = by_form(short=1, full=5)
    trial.send(steady(range(ROBOTS), per_second=6, seconds=rounds * 3 * BETWEEN_SECONDS))
    for _ in range(rounds):
        for jump in JUMPS_SECONDS:
            trial.product.tend(BETWEEN_SECONDS)
            trial.fault()
            set_clock(trial, jump)
    trial.settle(seconds=90)

    _, found = verdict()
    assert found.dead == found.held == 0
