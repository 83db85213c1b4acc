"""Random kill -9: a process of a tree, or a whole tree, while everything is restarted as systemd would."""

from __future__ import annotations

import os
import random
import signal
from contextlib import suppress

from tests.chaos.trial import Trial

BETWEEN_SECONDS = (1.0, 3.0)
WHOLE_TREE_ONE_TIME_IN = 4


def kill_at_random(trial: Trial, dice: random.Random, *, times: int) -> None:
    """Kill so many times, with pauses in which what ended is restarted."""
    for _ in range(times):
        trial.product.tend(dice.uniform(*BETWEEN_SECONDS))
        name = dice.choice(sorted(trial.product.members))
        whole_tree = dice.randrange(WHOLE_TREE_ONE_TIME_IN) == 0
        pids = trial.product.pids(name)
        chosen = pids if whole_tree else [dice.choice(pids)] if pids else []
        trial.fault()
        for pid in chosen:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
