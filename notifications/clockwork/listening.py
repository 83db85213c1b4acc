"""Hearing what other processes' commits say, where they share PostgreSQL.

A notice that is lost costs the few seconds after which every dispatcher looks by itself.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import connection

from notifications.clockwork.wakeup import CHANNEL, bell, this_process

# How soon it is seen that the process stops; the waiting itself costs the database nothing.
LOOK_UP_SECONDS = 0.2
PAUSE_AFTER_ERROR_SECONDS = 1.0

log = logging.getLogger(__name__)


def is_possible() -> bool:
    """Tell whether this database tells others of commits."""
    return connection.vendor == "postgresql"


def run_until(stopping: threading.Event) -> None:
    """Ring the bell for notices of other processes until `stopping` is set; connect again when it breaks."""
    while not stopping.is_set():
        try:
            _listen(stopping)
        except Exception as error:  # noqa: BLE001  # a server that restarts breaks it in many ways
            log.warning("Nothing is heard from other processes until the database is back: %s", error)
            stopping.wait(PAUSE_AFTER_ERROR_SECONDS)


def _listen(stopping: threading.Event) -> None:
    # A connection of its own: one of the pool would be missing there for good.
    ours: Any = connection
    with ours.Database.connect(**ours.get_connection_params(), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        bell.ring()  # for what was said while nobody listened
        while not stopping.is_set():
            for notice in listening.notifies(timeout=LOOK_UP_SECONDS):
                if notice.payload != this_process():
                    bell.ring()
