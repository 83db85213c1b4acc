"""An hour-old backup is put back: what was sent since is not sent again, and new events go their way."""

from __future__ import annotations

from tests.chaos.load import burst

ROBOTS = 5
EACH = 6
HOUR_SECONDS = 3600


def test_nothing_of_an_old_backup_is_sent_unasked(trial, verdict):
    trial.run(serve="serve")
    trial.add_robots(ROBOTS)
    backup = trial.product.folder / "backup.sqlite3"
    with trial.recorder.away():
        trial.send(burst(range(ROBOTS), each=EACH)).join()
        trial.product.command("backup", str(backup))
    trial.settle(seconds=60)
    told = len(trial.recorder.seen)

    trial.product.retire()
    trial.set_clocks_wrong(seconds=HOUR_SECONDS)
    trial.product.command("restore", str(backup))
    trial.run(serve="serve")
    trial.product.tend(8)

    assert len(trial.recorder.seen) == told
    _, found = verdict()
    assert found.held == ROBOTS * EACH
