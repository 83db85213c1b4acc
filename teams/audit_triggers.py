"""The database's own triggers keep the audit trail append-only, whoever writes and with whatever.

`migrate` puts them on at its end: SQLite forgets a table's triggers when a migration makes it anew.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

SENTENCE = "The audit trail is append-only."
# Each table with the columns of which no two rows are alike: SQLite's INSERT OR REPLACE deletes unseen.
TABLES = {"teams_auditentry": ("id",), "teams_auditlink": ("sequence", "entry_id")}
FUNCTION = "teams_audit_is_append_only"
ON_POSTGRESQL = {
    "update": "BEFORE UPDATE ON {table} FOR EACH ROW",
    "delete": "BEFORE DELETE ON {table} FOR EACH ROW",
    "truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}


def put_on(connection: BaseDatabaseWrapper) -> None:
    """Put on the triggers that are missing, where the tables are there."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        missing = _missing(connection, cursor)
        if missing and connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
            )
        for name in missing:
            _drop(connection, cursor, name)  # it may be there and switched off
            cursor.execute(_wanted(connection)[name])


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take all of them off."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in _there(connection, cursor):
            _drop(connection, cursor, name)


def missing_on(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that should be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        return _missing(connection, cursor)


def put_on_after_migrating(*, using: str, **kwargs: Any) -> None:
    """Receive Django's word that `migrate` is through."""
    put_on(connections[using])


def _missing(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> list[str]:
    if not set(TABLES) <= set(connection.introspection.table_names(cursor)):
        return []  # an older state of the database, in which entries change
    there = _there(connection, cursor)
    return [name for name in _wanted(connection) if name not in there]


def _there(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> set[str]:
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM pg_class WHERE relname = ANY(%s)"
            " AND pg_table_is_visible(oid)) AND NOT tgisinternal AND tgenabled IN ('O', 'A')",
            [list(TABLES)],
        )
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {name for (name,) in cursor.fetchall()} & set(_wanted(connection))


def _drop(connection: BaseDatabaseWrapper, cursor: CursorWrapper, name: str) -> None:
    table = next(table for table in TABLES if name.startswith(table))
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the statement that makes each trigger, by name."""
    made = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    return {name: statement for table in TABLES for name, statement in made(table).items()}


def _for_postgresql(table: str) -> dict[str, str]:
    return {
        # One of the constants above is filled in.
        # nosemgrep: only-constants-are-formatted  # noqa: ERA001
        f"{table}_no_{verb}": f"CREATE TRIGGER {table}_no_{verb} {when.format(table=table)} "
        f"EXECUTE FUNCTION {FUNCTION}()"
        for verb, when in ON_POSTGRESQL.items()
    }


def _for_sqlite(table: str) -> dict[str, str]:
    taken = " OR ".join(f"{column} = NEW.{column}" for column in TABLES[table])
    refusal = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refusal}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refusal}",
        f"{table}_no_replacement": f"CREATE TRIGGER {table}_no_replacement BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refusal}",
    }
