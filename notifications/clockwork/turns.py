"""One writer at a time in this process, where the database has only one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import connection, transaction

_turn = threading.RLock()


def turn() -> AbstractContextManager[object]:
    """Take the writer's turn and keep it; `writing` inside it waits for nobody.

    Whoever is in a transaction holds SQLite's lock already: waiting for a turn as well, two writers would
    wait in a circle.
    """
    takes_turns = connection.vendor == "sqlite" and not connection.in_atomic_block
    return _turn if takes_turns else nullcontext()


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction that writes.

    SQLite's own waiting sleeps up to 100 ms between looks; a lock hands the turn over at once.
    """
    with turn(), transaction.atomic():
        yield
