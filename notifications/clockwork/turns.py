"""One writer at a time in this process, where the database has only one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from notifications.clockwork import engine
from notifications.clockwork.passage import passage

_turn = threading.RLock()
# PostgreSQL: a deadlock, a row that was changed by a transaction that began earlier, a migration.
GIVEN_WAY = frozenset({"40P01", "40001", "0A000"})


@contextmanager
def turn() -> Iterator[None]:
    """Take the writer's turn and keep it; `writing` inside it waits for nobody.

    Whoever is in a transaction holds SQLite's lock already: waiting for a turn as well, two writers would
    wait in a circle.
    """
    takes_turns = engine.is_sqlite() and not connection.in_atomic_block
    if not takes_turns:
        yield
        return
    with passage.left(), _turn:
        yield


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction that writes.

    SQLite's own waiting sleeps up to 100 ms between looks; a lock hands the turn over at once.
    """
    with turn(), transaction.atomic():
        yield


def gave_way(error: OperationalError) -> bool:
    """Tell whether the database undid a transaction for another one's sake: done once more, it succeeds."""
    return getattr(error.__cause__, "sqlstate", None) in GIVEN_WAY
