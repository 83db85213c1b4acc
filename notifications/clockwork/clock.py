"""The one clock of lanes, the database's where several machines share it; and one that nobody sets."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection
from django.utils import timezone

from notifications.clockwork import engine


def now() -> datetime:
    """Return the time all lane arithmetic uses.

    On PostgreSQL it is the server's: a machine whose clock runs ahead would end other machines' leases and
    break the robot's limit. SQLite has one machine and therefore one clock.
    """
    if not engine.is_postgresql():
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def uptime() -> float:
    """Return seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
