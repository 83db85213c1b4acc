"""Statements that go straight to SQLite's driver, past Django's cursors.

Those cost ten times what the driver does, for every statement. Whoever looks on, such as a debugger, a test
that counts or a wrapper, sees every one: then Django's own cursor runs it. PostgreSQL's has more to do, and
always does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

from notifications.clockwork import engine


def select(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows as the driver gives them; raises what Django's cursor does."""
    ours: Any = connections[DEFAULT_DB_ALIAS]
    if _is_watched(ours):
        with ours.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())
    with ours.wrap_database_errors:
        return list(_execute(ours, statement, parameters).fetchall())


def run(statement: str, parameters: Sequence[Any]) -> int:
    """Run a statement that writes; return how many rows it wrote; raises what Django's cursor does."""
    ours: Any = connections[DEFAULT_DB_ALIAS]
    if _is_watched(ours):
        with ours.cursor() as cursor:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)
    with ours.wrap_database_errors:
        return int(_execute(ours, statement, parameters).rowcount)


def _is_watched(ours: Any) -> bool:
    return bool(engine.is_postgresql() or ours.execute_wrappers or ours.queries_logged)


def _execute(ours: Any, statement: str, parameters: Sequence[Any]) -> Any:
    ours.ensure_connection()
    ours.validate_no_broken_transaction()
    return ours.connection.execute(_with_question_marks(statement), parameters)


@lru_cache(maxsize=500)  # a statement with many rows has a text for each number of them
def _with_question_marks(statement: str) -> str:
    """Return a statement as SQLite's driver wants it; Django writes its places as `%s`, and `%` as `%%`."""
    return FORMAT_QMARK_REGEX.sub("?", statement).replace("%%", "%")
