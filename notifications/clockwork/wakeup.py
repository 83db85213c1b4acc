"""How a commit tells dispatchers that a lane has work: in the same process by a bell, elsewhere by NOTIFY."""

from __future__ import annotations

import os
import secrets
import threading

from django.db import connection, transaction

from notifications.clockwork import engine

CHANNEL = "wecomnotify_wake"
_random = secrets.token_hex(8)


class Bell:
    """A bell that remembers how often it rang, so that a ring before the wait is not missed."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        return self._count

    def ring(self) -> None:
        with self._rung:
            self._count += 1
            self._rung.notify_all()

    def wait(self, since: int, *, timeout_seconds: float) -> bool:
        """Wait until it rang after `since` (an earlier `count`); tell whether it did."""
        with self._rung:
            return self._rung.wait_for(lambda: self._count != since, timeout_seconds)


bell = Bell()


def wake() -> None:
    """Wake this process's dispatcher."""
    bell.ring()


def wake_after_commit() -> None:
    """Wake the dispatchers of all processes when this transaction is committed, and only then.

    SQLite has no way to tell others: they look every few seconds.
    """
    wake_this_process_after_commit()
    if engine.is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}, '{this_process()}'")


def wake_this_process_after_commit() -> None:
    """Wake the dispatcher of this process alone: for an alarm that nobody else has to know at once."""
    transaction.on_commit(wake)


def this_process() -> str:
    """Return what tells this process's notices from others'; the number differs after a fork."""
    return f"{_random}:{os.getpid()}"
