"""What a process and all its children have used, read from /proc: no profiler, no cost."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat behind the name: proc(5) counts from 3 there.
PARENT, USER, SYSTEM, USER_OF_DEAD, SYSTEM_OF_DEAD = 1, 11, 12, 13, 14


def tree(root: int) -> list[int]:
    """Return a process and everything it has started that still lives."""
    children = defaultdict(list)
    for pid in _all():
        if fields := _stat(pid):
            children[int(fields[PARENT])].append(pid)
    found = [root]
    for pid in found:
        found += children[pid]
    return found


def cpu_seconds(*roots: int) -> float:
    """Return the CPU time of these processes and their children, also of those that have ended."""
    ticks = 0
    for pid in {pid for root in roots for pid in tree(root)}:
        if fields := _stat(pid):
            ticks += sum(int(fields[at]) for at in (USER, SYSTEM, USER_OF_DEAD, SYSTEM_OF_DEAD))
    return ticks / TICKS


def memory_mb(root: int) -> float:
    """Return the memory of a process and its children; what they share counts once."""
    kilobytes = 0
    for pid in tree(root):
        with suppress(OSError):
            lines = (PROC / f"{pid}" / "smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _all() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _stat(pid: int) -> list[str]:
    """Return the fields behind the name, which may hold spaces; nothing when the process has ended."""
    with suppress(OSError):
        return (PROC / f"{pid}" / "stat").read_text().rpartition(")")[2].split()
    return []
