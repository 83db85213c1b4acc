"""An hour-old backup is put back: what was sent since is not sent again, and new events go their way."""

from __future__ import annotations

import pytest

from tests.chaos.forms import only_in_full
from tests.chaos.load import burst

ROBOTS = 5
EACH = 6
HOUR_SECONDS = 3600
SIGN_OF_LIFE_SECONDS = 31


def back_up(trial) -> None:
    if trial.server:
        trial.server.run("pg_dump", "--format=custom", f"--file={copy_of(trial)}", trial.database_url)
    else:
        trial.product.command("backup", copy_of(trial))


def restore(trial) -> None:
    """Do what docs/operations.md says, on either database."""
    if trial.server:
        trial.server.run(
            "pg_restore", "--clean", "--if-exists", f"--dbname={trial.database_url}", copy_of(trial)
        )
        trial.product.command("migrate")
        trial.product.tend(SIGN_OF_LIFE_SECONDS)  # the server's clock is right, and the copy is young
        trial.product.command("restore", "--hold-only")
    else:
        trial.product.command("restore", copy_of(trial))


def copy_of(trial) -> str:
    return str(trial.product.folder / "backup")


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=only_in_full)])
def test_nothing_of_an_old_backup_is_sent_unasked(trial, verdict):
    trial.run(serve="serve")
    trial.add_robots(ROBOTS)
    with trial.recorder.away():
        trial.send(burst(range(ROBOTS), each=EACH)).join()
        back_up(trial)
    trial.settle(seconds=60)
    told = len(trial.recorder.seen)

    trial.product.retire()
    trial.set_clocks_wrong(seconds=HOUR_SECONDS)
    restore(trial)
    trial.run(serve="serve")
    trial.product.tend(8)

    assert len(trial.recorder.seen) == told
    _, found = verdict()
    assert found.held == ROBOTS * EACH
