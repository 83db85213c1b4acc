"""The SQLite file as a file: a consistent copy of it, and whether somebody else has it open."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

PAGES_AT_ONCE = 2000
SIDE_FILES = ("-wal", "-shm")
IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

Progress = Callable[[int, int], None]


class DamagedFileError(Exception):
    """A file is no database of SQLite's, or a damaged one; the message names it."""


class DatabaseInUseError(Exception):
    """Another process has the database open."""


def current_file() -> Path:
    """Return the file of the product's own database."""
    return Path(connection.settings_dict["NAME"])


@contextmanager
def as_the_database(file: Path) -> Iterator[None]:
    """Let models and migrations work on another file; for commands, which have one thread."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def new_beside(file: Path) -> Path:
    """Make an empty file in the same folder, readable by its owner alone."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(descriptor)
    return Path(name)


def copy(source: Path, target: Path, *, progress: Progress) -> None:
    """Copy a database as it is at this moment into an empty file, while others go on writing.

    One read transaction spans all steps: SQLite would begin anew after every commit of another process.

    Raises:
        DamagedFileError: when the source is no sound database.
    """
    read_only = f"file:{quote(str(source.resolve()))}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(read_only, uri=True, isolation_level=None)) as reader,
            closing(sqlite3.connect(target, isolation_level=None)) as writer,
        ):
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            reader.backup(writer, pages=PAGES_AT_ONCE, progress=lambda _, left, all_: progress(left, all_))
            _close_log(writer)
            _refuse_damage(writer, named=source)
    except sqlite3.DatabaseError as error:
        raise DamagedFileError(f"{source} cannot be copied: {error}.") from error


def _close_log(writer: sqlite3.Connection) -> None:
    """Make it one file, which needs no log beside it."""
    writer.execute("PRAGMA journal_mode=DELETE").fetchone()


def _refuse_damage(copied: sqlite3.Connection, *, named: Path) -> None:
    found = copied.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedFileError(f"{named} is damaged: {found}.")


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep everybody else out of a database, its log written back; a damaged file is nobody's.

    Raises:
        DatabaseInUseError: when another process has it open.
    """
    with closing(sqlite3.connect(file, isolation_level=None, timeout=1)) as looker:
        try:
            # Only whoever is alone may leave the write-ahead log: the same look for readers and writers.
            looker.execute("PRAGMA journal_mode=DELETE").fetchone()
            looker.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in IN_USE:
                raise DatabaseInUseError(str(error)) from error
            if error.sqlite_errorcode not in DAMAGED:
                raise OSError(f"{file}: {error}") from error
        yield


def put_in_place(prepared: Path, current: Path, *, kept: Path) -> None:
    """Put a prepared database where the current one is; that one is kept under another name."""
    if current.exists():
        os.link(current, kept)
        for side in SIDE_FILES:
            log = current.with_name(current.name + side)
            if log.exists():
                log.rename(kept.with_name(kept.name + side))
    prepared.replace(current)
