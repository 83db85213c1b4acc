"""`keyring rotate` as a process of its own on the tests' database, which ends itself as `kill -9` would.

`python -m tests.credentials.rotating MOMENT COUNT` ends at the COUNTth time of a moment: `sealing` a key,
`writing` a row of a batch that is not committed yet, or `pausing` after a batch.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
BATCH_ROWS = 20


def started(*words, database_url, keyring_file) -> subprocess.Popen:
    env = os.environ | {
        "DATABASE_URL": database_url,
        "KEYRING_FILE": str(keyring_file),
        "DJANGO_SETTINGS_MODULE": "wecomnotify.settings",
    }
    command = [sys.executable, "-m", "tests.credentials.rotating", *words]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def dying(genuine, count: int):
    """Return the function, which ends the process when it is called for the `count`th time."""
    left = count

    def called(*args, **more):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return genuine(*args, **more)

    return called


def main(moment: str = "", count: str = "0") -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  # there are no models before the set-up
    from django.db.models import QuerySet  # noqa: PLC0415

    from credentials import resealing  # noqa: PLC0415

    resealing.BATCH_ROWS = BATCH_ROWS
    moments = {"sealing": (resealing, "seal"), "writing": (QuerySet, "update"), "pausing": (time, "sleep")}
    if moment:
        place, name = moments[moment]
        setattr(place, name, dying(getattr(place, name), int(count)))
    call_command("keyring", "rotate")


if __name__ == "__main__":
    main(*sys.argv[1:])
