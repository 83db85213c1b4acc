"""Many values in one statement, the way each database takes them best.

PostgreSQL takes arrays: the statement's text stays the same however many there are, and is planned once.
SQLite has none, and takes a place for each value.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection


def table(rows: Collection[Sequence[Any]], kinds: Sequence[str]) -> tuple[str, list[Any]]:
    """Return what reads as a table of these rows inside brackets, and its parameters.

    `kinds` are PostgreSQL's names of the columns' types.
    """
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        return f"SELECT * FROM unnest({arrays})", [list(column) for column in zip(*rows, strict=True)]  # noqa: S608
    places = f"({', '.join(['%s'] * len(kinds))})"
    return f"VALUES {', '.join([places] * len(rows))}", [value for row in rows for value in row]


def among(values: Collection[Any]) -> tuple[str, list[Any]]:
    """Return what follows a column that has one of these values, and its parameters."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)", [[*values]]
    return f"IN ({', '.join(['%s'] * len(values))})", [*values]
