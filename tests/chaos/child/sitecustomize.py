"""What the chaos suite does inside the product's processes; Python imports it first where PYTHONPATH says so.

The product knows nothing of it. CHAOS_CLOCK_FILE names a file that holds by how many seconds the clock of
this process is wrong, read at every look at the clock. With CHAOS_DEAF it hears no NOTIFY of PostgreSQL.
"""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

PR_SET_PDEATHSIG = 1


def die_with_the_suite() -> None:
    """Have the kernel kill this process when the one that started it is gone, however that ended."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def follow_a_wrong_clock(file: Path) -> None:
    """Shift the clock as the product reads it, `timezone.now()` and `time.time()`; not the monotonic one."""
    from django.utils import timezone  # noqa: PLC0415  # most processes have a right clock and need it later

    right_now, right_time = timezone.now, time.time

    def wrong_by() -> float:
        try:
            return float(file.read_text() or 0)
        except OSError:
            return 0.0

    def now() -> datetime:
        return right_now() + timedelta(seconds=wrong_by())

    timezone.now = now
    time.time = lambda: right_time() + wrong_by()


def hear_no_notice() -> None:
    """Have every wait for a NOTIFY end without one."""
    import psycopg  # noqa: PLC0415  # most processes are not deaf

    def silence(connection: psycopg.Connection, *, timeout: float | None = None, **more: object) -> Iterator:
        time.sleep(timeout or 0.0)
        return iter(())

    psycopg.Connection.notifies = silence


die_with_the_suite()
if os.environ.get("CHAOS_DEAF"):
    hear_no_notice()
if clock_file := os.environ.get("CHAOS_CLOCK_FILE"):
    follow_a_wrong_clock(Path(clock_file))
