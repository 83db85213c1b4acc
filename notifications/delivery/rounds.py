"""What a process that claims lanes does between two claims: signs of life, the sweep, the right sleep."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from notifications.clockwork import clock, closing
from notifications.delivery import heartbeat, statements, sweeping
from notifications.delivery.sending import drop_connection
from notifications.models.heartbeat import Role

LONGEST_SLEEP_SECONDS = 5.0
SWEEP_EVERY_SECONDS = 10.0
PAUSE_AFTER_ERROR_SECONDS = 1.0
PAUSE_WHILE_CLOSED_SECONDS = 30.0

log = logging.getLogger(__name__)


class Housekeeping:
    """A sign of life and a sweep, each when it is due."""

    def __init__(self, role: Role) -> None:
        self._pulse = heartbeat.Pulse(role)
        self._swept_at = float("-inf")

    def keep(self) -> None:
        self._pulse()
        now = time.monotonic()
        if now - self._swept_at >= SWEEP_EVERY_SECONDS:
            sweeping.sweep(now=clock.now())
            self._swept_at = now


def seconds_until_due(*, also_failing: bool = True) -> float:
    """Return for how long no lane will be due, those of failing robots left out unless they matter."""
    now = clock.now()
    return seconds_until(statements.next_alarm(now, also_failing=also_failing), now)


def seconds_until(moment: datetime | None, now: datetime) -> float:
    """Return how long to sleep, but never longer than a lost wake-up may cost."""
    if moment is None:
        return LONGEST_SLEEP_SECONDS
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_SLEEP_SECONDS)


def pause_after(error: Exception) -> float:
    """Tell of a turn that failed, and return for how long to rest; whoever turns has to live."""
    drop_connection()
    if closing.refused(error):
        log.warning("Nothing is sent from here. %s", closing.SENTENCE)
        return PAUSE_WHILE_CLOSED_SECONDS
    log.error("Lanes could not be claimed; it is tried again", exc_info=error)
    return PAUSE_AFTER_ERROR_SECONDS
