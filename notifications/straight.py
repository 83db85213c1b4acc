"""Statements that go straight to the database's driver, past Django's cursors.

Those cost ten times what SQLite's driver does, for every statement. For PostgreSQL they write each value into
the statement's text, which the server takes apart and plans anew each time; what goes straight is prepared
when a connection has seen it twice. Whoever looks on, such as a debugger, a test that counts or a wrapper,
sees every statement: then Django's own cursor runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

from notifications.clockwork import engine

Told = TypeVar("Told")

KEPT = "_statements_written_out"


def select(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows as the driver gives them; raises what Django's cursor does."""
    return _told(statement, parameters, lambda cursor: list(cursor.fetchall()))


def run(statement: str, parameters: Sequence[Any]) -> int:
    """Run a statement that writes; return how many rows it wrote; raises what Django's cursor does."""
    return _told(statement, parameters, lambda cursor: int(cursor.rowcount))


def _told(statement: str, parameters: Sequence[Any], told_by: Callable[[Any], Told]) -> Told:
    """Run a statement and return what its cursor then tells."""
    ours: Any = connections[DEFAULT_DB_ALIAS]
    if _is_watched(ours):
        with ours.cursor() as cursor:
            cursor.execute(statement, parameters)
            return told_by(cursor)
    with ours.wrap_database_errors:
        return told_by(_execute(ours, statement, parameters))


def _is_watched(ours: Any) -> bool:
    return bool(ours.execute_wrappers or ours.queries_logged)


def _execute(ours: Any, statement: str, parameters: Sequence[Any]) -> Any:
    ours.ensure_connection()
    ours.validate_no_broken_transaction()
    if engine.is_postgresql():
        return _prepared(ours, statement, parameters)
    return ours.connection.execute(_with_question_marks(statement), parameters)


def _prepared(ours: Any, statement: str, parameters: Sequence[Any]) -> Any:
    """Run a statement on PostgreSQL, which knows it by a name after some times.

    Raises:
        OperationalError: `turns.gave_way` tells of it, when a migration changed a column meanwhile.
    """
    cursor = _cursor(ours)
    try:
        return cursor.execute(statement, parameters)
    except ours.Database.errors.FeatureNotSupported as changed:
        if ours.in_atomic_block:  # whose undoing lets the driver forget what it prepared
            raise OperationalError(*changed.args) from changed
        cursor.execute("DEALLOCATE ALL")
        return cursor.execute(statement, parameters)


def _cursor(ours: Any) -> Any:
    """Return the one cursor a connection has for this: making one costs as much as a short statement."""
    kept = vars(ours.connection)
    if KEPT not in kept:
        kept[KEPT] = ours.Database.Cursor(ours.connection)
        kept[KEPT].adapters.register_loader("timestamptz", ours.Database.types.datetime.TimestamptzLoader)
    return kept[KEPT]


@lru_cache(maxsize=500)  # a statement with many rows has a text for each number of them
def _with_question_marks(statement: str) -> str:
    """Return a statement as SQLite's driver wants it; Django writes its places as `%s`, and `%` as `%%`."""
    return FORMAT_QMARK_REGEX.sub("?", statement).replace("%%", "%")
