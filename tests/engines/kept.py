"""All that a database keeps, as the engine keeps it."""

from __future__ import annotations

from pathlib import Path

from django.db import connection


def contents():
    """Return bytes by the name of a file or table; SQLite's freed pages and log count as well."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return {each.name: each.read_bytes() for each in file.parent.glob(f"{file.name}*")}
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in connection.introspection.table_names(cursor)}


def _rows(cursor, table):
    cursor.execute(f"SELECT kept::text FROM {connection.ops.quote_name(table)} kept")
    return "\n".join(row for (row,) in cursor.fetchall()).encode()
