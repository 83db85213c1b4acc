"""What the figures were measured on, for none means anything without it."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

WRITES = 200
WRITE_BYTES = 8192


@dataclass(frozen=True, kw_only=True)
class Machine:
    """The computer, its software, and how busy it was when the run began."""

    at: str
    cpu: str
    cores: int
    kernel: str
    python: str
    django: str
    sqlite: str
    fdatasync_ms: float
    load_before: float

    @classmethod
    def look(cls, folder: Path) -> Machine:
        """Describe this machine; `folder` is on the disk that the databases will use."""
        return cls(
            at=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            cpu=cpu_model(Path("/proc/cpuinfo").read_text()),
            cores=os.cpu_count() or 1,
            kernel=platform.release(),
            python=platform.python_version(),
            django=django.get_version(),
            sqlite=sqlite3.sqlite_version,
            fdatasync_ms=fdatasync_ms(folder),
            load_before=os.getloadavg()[0],
        )

    def facts(self) -> dict[str, Any]:
        return asdict(self)

    def describe(self, *, load_after: float) -> str:
        """Return two lines for the table's head."""
        return (
            f"{self.at} · {self.cores} × {self.cpu} · Linux {self.kernel} · Python {self.python} · "
            f"Django {self.django} · SQLite {self.sqlite}\n"
            f"fdatasync of 8 kB {self.fdatasync_ms:.2f} ms · load average {self.load_before:.2f} before, "
            f"{load_after:.2f} after · everything on loopback, load and stand-in robots on the same cores"
        )


def cpu_model(cpuinfo: str) -> str:
    """Return the processor's name."""
    found = (line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name"))
    return next(found, platform.machine())


def fdatasync_ms(folder: Path) -> float:
    """Return the median milliseconds of a small write that the disk has confirmed."""
    file = folder / "fdatasync"
    took = []
    with file.open("wb", buffering=0) as opened:
        for _ in range(WRITES):
            began = time.perf_counter()
            opened.write(b"0" * WRITE_BYTES)
            os.fdatasync(opened.fileno())
            took.append((time.perf_counter() - began) * 1000)
    file.unlink()
    return statistics.median(took)
