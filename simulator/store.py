from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 1
BUSY_TIMEOUT_SECONDS = 10
_TABLES = """
CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE robots (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, group_id INTEGER NOT NULL REFERENCES groups(id),
    standing TEXT NOT NULL DEFAULT 'active', blocked_until REAL NOT NULL DEFAULT 0);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL REFERENCES groups(id), robot_key TEXT NOT NULL,
    msgtype TEXT NOT NULL, body TEXT NOT NULL, bytes_used INTEGER NOT NULL, bytes_limit INTEGER NOT NULL,
    people TEXT NOT NULL, everyone INTEGER NOT NULL, raw_shown TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX messages_of_a_group ON messages (group_id, id);
CREATE TABLE counted (key TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX counted_of_a_key ON counted (key, at);
CREATE TABLE media (id TEXT PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE faults (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT, times INTEGER, seconds REAL NOT NULL,
    status INTEGER NOT NULL, errcode INTEGER NOT NULL, text TEXT NOT NULL);
CREATE VIEW robots_in_groups AS
    SELECT robots.*, robots.rowid AS number, groups.name AS group_name
    FROM robots JOIN groups ON groups.id = group_id;
CREATE VIEW signed_messages AS
    SELECT messages.*, robots.name AS robot_name FROM messages JOIN robots ON robots.key = robot_key;
"""


class Store:
    """Keep the simulator's own SQLite file, apart from the product's database; None keeps it in memory.

    Threads share one connection under a lock; processes share the file (WAL, immediate transactions).
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open nothing yet: a process forked later must have a connection of its own."""
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._owner = 0
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block alone, over all threads and processes; inner blocks join the outer one."""
        with self._lock:
            db = self._open()
            if self._depth == 0:
                db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield db
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                db.execute("COMMIT")

    def rows(self, sql: str, *parameters: Any) -> list[sqlite3.Row]:
        """Return what a query finds."""
        with self._lock:
            return self._open().execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Close this process's connection; the next use opens another one."""
        with self._lock:
            if self._connection is not None and self._owner == os.getpid():
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None or self._owner != os.getpid():
            self._connection, self._owner, self._depth = _connect(self.path), os.getpid(), 0
        return self._connection


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(
        path or ":memory:", timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
    )
    db.row_factory = sqlite3.Row
    if db.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    _make_tables(db)
    return db


def _make_tables(db: sqlite3.Connection) -> None:
    """Make the tables once; a file of another version holds only play messages and starts anew."""
    db.execute("BEGIN IMMEDIATE")
    if db.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        old = db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
        for row in old:
            db.execute(f'DROP {row["type"]} "{row["name"]}"')
        for statement in filter(str.strip, _TABLES.split(";")):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    db.execute("COMMIT")
