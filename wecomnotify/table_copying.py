"""The rows of one database poured into another: all tables of all rooms, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, F, JSONField, Model, TextField
from django.db.models.functions import Cast

from notifications.moved import LEFT_BEHIND

ROWS_AT_ONCE = 2000
# Made by `migrate` in every database, with numbers of their own: the source's replace them.
MADE_BY_MIGRATE = ("auth_permission", "django_content_type")

Progress = Callable[[str, int, int], None]


class NotCopiedError(Exception):
    """The copy does not hold what the source holds; the message says where."""


def models() -> list[type[Model]]:
    """Return every model with a table, those between two models included, but what only the source needs."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and model is not LEFT_BEHIND]


def table_of(model: type[Model]) -> str:
    return model._meta.db_table


def rows_in(using: str) -> dict[str, int]:
    """Return how many rows each table has."""
    return {table_of(model): model._base_manager.using(using).count() for model in models()}


def copy_rows(*, to: str, progress: Progress) -> dict[str, int]:
    """Copy every table's rows to the PostgreSQL database of this alias; return how many by table.

    Foreign keys are looked at once, at the end: PostgreSQL defers them, so the tables' order is free.

    Raises:
        NotCopiedError: when a count differs.
        DatabaseError: for what the other database refuses, naming table, column and row.
    """
    with connections[to].cursor() as cursor:
        cursor.execute(
            "SET LOCAL idle_in_transaction_session_timeout = 0"
        )  # it waits while rows are counted here
        for table in MADE_BY_MIGRATE:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
    expected = rows_in(DEFAULT_DB_ALIAS)
    for model in models():
        _pour(model, to=to, progress=progress, expected=expected[table_of(model)])
        _continue_numbers(model, to=to)
    with connections[to].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if (found := rows_in(to)) != expected:
        table = next(name for name in expected if expected[name] != found[name])
        raise NotCopiedError(f"{table} has {found[table]} rows in the copy and {expected[table]} here.")
    return found


def _pour(model: type[Model], *, to: str, progress: Progress, expected: int) -> None:
    target, table = connections[to], table_of(model)
    quote = target.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    done = 0
    with (
        target.wrap_database_errors,
        target.cursor() as cursor,
        cursor.copy(f"COPY {quote(table)} ({columns}) FROM STDIN") as pipe,
    ):
        for row in _rows(model):
            pipe.write_row(row)
            done += 1
            if done % ROWS_AT_ONCE == 0:
                progress(table, done, expected)


def _rows(model: type[Model]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as Python's values, times and truth among them; JSON as the text that is stored."""
    columns = [
        Cast(field.attname, TextField()) if isinstance(field, JSONField) else F(field.attname)
        for field in model._meta.concrete_fields
    ]
    yield from model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE)


def _continue_numbers(model: type[Model], *, to: str) -> None:
    """Let numbers go on where they are here, deleted rows' ones included: no number is given twice."""
    key = model._meta.pk
    if not isinstance(key, AutoField):
        return
    table = table_of(model)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    if found and found[0]:
        with connections[to].cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [connections[to].ops.quote_name(table), key.column, found[0]],
            )
