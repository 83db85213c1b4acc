"""A database that is moved elsewhere takes no more writes: its own triggers refuse them, whoever writes.

No process has to ask: what was accepted is in the database before it closes, or its writer is told so.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

SENTENCE = (
    "This database is closed: it was moved to another one, or is being moved. Send the same to the product "
    "that uses the new one."
)
TRIGGERS = "closed to "
VERBS = ("INSERT", "UPDATE", "DELETE")


def close(*, besides: Collection[str]) -> None:
    """Refuse every write to every table but these, from the present transaction's commit on; SQLite only."""
    quote = connection.ops.quote_name
    sentence = SENTENCE.replace("'", "''")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for verb in VERBS if table not in besides else ():
                name = quote(f"{TRIGGERS}{verb.lower()} of {table}")
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {quote(table)} "
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )


def reopen() -> None:
    """Take writes again."""
    with connection.cursor() as cursor:
        for name in _triggers():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def is_closed() -> bool:
    """Tell whether writes are refused; only an SQLite database is ever moved."""
    return connection.vendor == "sqlite" and bool(_triggers())


def refused(error: Exception) -> bool:
    """Tell whether a write failed for this reason."""
    return SENTENCE in str(error)


def _triggers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{TRIGGERS}%"]
        )
        return [name for (name,) in cursor.fetchall()]
