"""A disk of a few megabytes that can be filled: a file system of its own, or a limit of the processes."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
from pathlib import Path
from typing import Self

MEGABYTE = 1024 * 1024
DISK_MEGABYTES = 24


class SmallDisk:
    """A file system in memory for one folder; only root may make one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.ballast = folder / "ballast"
        size = f"size={DISK_MEGABYTES}m"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder], check=True, capture_output=True)

    @classmethod
    def made(cls, folder: Path) -> Self | None:
        try:
            return cls(folder)
        except (OSError, subprocess.CalledProcessError):
            return None

    def fill(self, pids: list[int]) -> None:
        """Take every byte that is left."""
        with self.ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def free(self, pids: list[int]) -> None:
        self.ballast.unlink()

    def close(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=True)


class FileLimit:
    """No file of these processes may grow: their writes fail as on a full disk. Anybody may do this."""

    def fill(self, pids: list[int]) -> None:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (MEGABYTE, resource.RLIM_INFINITY))

    def free(self, pids: list[int]) -> None:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def close(self) -> None:
        """Leave the limit to the processes, which end."""


def small_disk(folder: Path) -> SmallDisk | FileLimit:
    """Return a file system where we may make one, else the limit."""
    small = SmallDisk.made(folder) if os.geteuid() == 0 else None
    return small or FileLimit()
