"""How a commit tells the dispatcher of the same process that a lane has work."""

from __future__ import annotations

import threading

from django.db import transaction


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
    """Wake this process's dispatcher; other processes look every few seconds."""
    bell.ring()


def wake_after_commit() -> None:
    transaction.on_commit(wake)
