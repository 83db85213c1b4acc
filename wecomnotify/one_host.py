"""SQLite belongs to one machine: its processes share a lock beside the file, a second machine is refused.

A second machine would have a clock of its own, and a write-ahead log whose shared memory it cannot see:
the robot's limit, and in the end the file, would break.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from notifications.readiness import host_seen
from wecomnotify import database_file
from wecomnotify.file_systems import network_kind

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
SIGN_OF_LIFE_SECONDS = 30
PATIENCE_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 0.05

log = logging.getLogger(__name__)


class SecondHostError(CommandError):
    """The SQLite file is another machine's or lies on a network; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Host:
    """A machine, by its name for people and by the id its kernel took when it started.

    Containers of one machine have different names and the same kernel: they may share the file.
    """

    name: str
    boot: str

    @classmethod
    def this(cls) -> Host:
        boot = BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
        return cls(name=socket.gethostname(), boot=boot)

    def is_same(self, other: Host) -> bool:
        return self.boot == other.boot if self.boot and other.boot else self.name == other.name


@contextmanager
def alone() -> Iterator[None]:
    """Keep other machines out while this process works; the engines of several machines are left alone.

    Raises:
        SecondHostError: when another machine has the file, or it lies on a network file system.
    """
    if connection.vendor != "sqlite":
        yield
        return
    file = database_file.current_file()
    if kind := network_kind(file):
        raise SecondHostError(
            f"{file} lies on a network file system ({kind}), where SQLite is not safe. Set DATA_DIR to a "
            "folder of this machine's own disk, or DATABASE_URL to a PostgreSQL database."
        )
    descriptor = _locked(lock_of(file))
    try:
        yield
    finally:
        os.close(descriptor)  # a lock lives as long as the last process that inherited it


def lock_of(file: Path) -> Path:
    """Return the file beside a database that tells whose it is."""
    return file.with_name(f"{file.name}.host")


def _locked(lock: Path) -> int:
    """Return the open, locked file; whoever is alone writes its own name into it.

    Raises:
        SecondHostError: when it names another machine that works with the database.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if _locks(descriptor, fcntl.LOCK_EX, patience_seconds=0):
            _take(lock)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        else:
            _share(descriptor, lock)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _locks(descriptor: int, how: int, *, patience_seconds: float) -> bool:
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(LOOK_AGAIN_SECONDS)  # somebody is writing its name
        else:
            return True


def _take(lock: Path) -> None:
    """Write this machine's name, unless another one is alive that the lock does not tell of.

    Not every shared folder carries locks from machine to machine; the database's signs of life do.
    """
    this, before = Host.this(), _read(lock)
    if before and not before.is_same(this) and before.name != this.name:
        if _is_alive(before):
            raise _refusal(lock, before)
        log.warning(
            "The database was last used on %s; this machine, %s, takes it over", before.name, this.name
        )
    lock.write_text(json.dumps(asdict(this)))


def _share(descriptor: int, lock: Path) -> None:
    if not _locks(descriptor, fcntl.LOCK_SH, patience_seconds=PATIENCE_SECONDS):
        raise SecondHostError(f"{lock} stays locked. See with  fuser {lock}  which process holds it.")
    holder = _read(lock)
    if holder and not holder.is_same(Host.this()):
        raise _refusal(lock, holder)


def _read(lock: Path) -> Host | None:
    with suppress(OSError, ValueError, TypeError):
        return Host(**json.loads(lock.read_text()))
    return None


def _is_alive(host: Host) -> bool:
    try:
        return host_seen(host.name, within_seconds=SIGN_OF_LIFE_SECONDS)
    except DatabaseError:
        return False  # not migrated yet


def _refusal(lock: Path, holder: Host) -> SecondHostError:
    database = lock.with_suffix("")
    return SecondHostError(
        f"{database} is used by the machine {holder.name}, and SQLite serves one machine only. Stop the "
        "product there, or let both use one PostgreSQL database: set DATABASE_URL=postgres://… "
        "( manage.py copy_database  moves what is in this one)."
    )
