"""The one clock of lanes, the database's where several machines share it; and one that nobody sets."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from notifications.clockwork import engine

GOOD_FOR_SECONDS = 1.0
QUICK_SECONDS = 0.05


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the server's clock said, and when its answer was here, in seconds of `uptime`."""

    said: datetime
    at: float


_last: Reading | None = None


def now() -> datetime:
    """Return the time all lane arithmetic uses.

    On PostgreSQL it is the server's: a machine whose clock runs ahead would end other machines' leases and
    break the robot's limit. What it said is counted on for a second. SQLite has one machine and therefore one
    clock.
    """
    last = _last
    if last is None or not last.at <= (here := uptime()) < last.at + GOOD_FOR_SECONDS:
        return read()
    return last.said + timedelta(seconds=here - last.at)


def read() -> datetime:
    """Ask the database for the time: what was committed before was given an earlier one."""
    global _last  # noqa: PLW0603  # one process, one server
    if not engine.is_postgresql():
        return timezone.now()
    began = uptime()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        said: datetime = cursor.fetchone()[0]
    ended = uptime()
    # An answer that took its time is a while ago.
    _last = Reading(said=said, at=ended) if ended - began < QUICK_SECONDS else None
    return said


def uptime() -> float:
    """Return seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
