"""Database connections of threads that live long and need them now and then."""

from __future__ import annotations

from django.db import connection

from notifications.clockwork import engine


def give_back() -> None:
    """Give this thread's connection back to the pool, where there is one, before a wait.

    It is looked at when it is taken again: after a restart of the server nobody works with a dead one.
    """
    if engine.is_sqlite():
        return
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()
