"""Many values in one statement, the way each database takes them best.

PostgreSQL takes arrays: the statement's text stays the same however many there are, so that it is prepared.
They go in binary, for as text every quote in them is escaped. SQLite has none, and takes a place for each.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from notifications.clockwork import engine


def table(rows: Collection[Sequence[Any]], kinds: Sequence[str]) -> tuple[str, list[Any]]:
    """Return what reads as a table of these rows inside brackets, and its parameters.

    `kinds` are PostgreSQL's names of the columns' types.
    """
    if engine.is_postgresql():
        arrays = ", ".join(f"%b::{kind}[]" for kind in kinds)
        return f"SELECT * FROM unnest({arrays})", [list(column) for column in zip(*rows, strict=True)]  # noqa: S608
    places = f"({', '.join(['%s'] * len(kinds))})"
    return f"VALUES {', '.join([places] * len(rows))}", [value for row in rows for value in row]


def among(values: Collection[Any]) -> tuple[str, list[Any]]:
    """Return what follows a column that has one of these values, and its parameters."""
    if engine.is_postgresql():
        return "= ANY(%s)", [[*values]]
    return f"IN ({', '.join(['%s'] * len(values))})", [*values]
