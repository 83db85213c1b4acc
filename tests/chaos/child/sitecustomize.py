"""What the chaos suite does inside the product's processes; Python imports it first where PYTHONPATH says so.

The product knows nothing of it. CHAOS_CLOCK_FILE names a file that holds by how many seconds the clock of
this process is wrong, read at every look at the clock.
"""

from __future__ import annotations

import ctypes
import os
import signal
import time
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


die_with_the_suite()
if clock_file := os.environ.get("CHAOS_CLOCK_FILE"):
    follow_a_wrong_clock(Path(clock_file))
