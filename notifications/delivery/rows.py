"""Rows read as instances of their models, and written, without building a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class Columns(Generic[Row]):
    """The columns of a model's table, or some: named in a statement, read from a row, given as parameters."""

    def __init__(
        self, model: type[Row], *, only: Sequence[str] | None = None, without: Sequence[str] = ()
    ) -> None:
        """Take a model and the names of those of its fields that are wanted; all of them unless told."""
        meta = model._meta  # noqa: SLF001  # Django documents it
        wanted = [each for each in meta.concrete_fields if only is None or each.name in only]
        self.model, self.table = model, meta.db_table
        self.fields = [each for each in wanted if each.name not in without]
        self.names = [each.attname for each in self.fields]

    def __len__(self) -> int:
        return len(self.fields)

    def of(self, table: str) -> str:
        """Name the columns of a table or of its alias, as SELECT wants them."""
        return ", ".join(f'{table}."{each.column}"' for each in self.fields)

    @property
    def listed(self) -> str:
        """Name the columns, as INSERT wants them."""
        return ", ".join(f'"{each.column}"' for each in self.fields)

    @property
    def placeholders(self) -> str:
        return ", ".join("%s" for _ in self.fields)

    @property
    def assigned(self) -> str:
        """Name the columns with a parameter for each, as UPDATE wants them."""
        return ", ".join(f'"{each.column}" = %s' for each in self.fields)

    def values(self, row: Sequence[Any]) -> list[Any]:
        """Return what a row of these columns means in Python."""
        found = list(row)
        for position, convert in _converters(self, connection.vendor):
            found[position] = convert(found[position])
        return found

    def read(self, row: Sequence[Any]) -> Row:
        """Return the instance; a field that is not among the columns is fetched when it is asked for."""
        return self.model.from_db(connection.alias, self.names, self.values(row))

    def parameters(self, instance: Row) -> list[Any]:
        """Return an instance's values as a statement takes them, in the order of the columns."""
        return [each.get_db_prep_save(getattr(instance, each.attname), connection) for each in self.fields]

    def parameter(self, name: str, value: Any) -> Any:
        """Return a value of one column as a statement takes it."""
        (found,) = (each for each in self.fields if each.name == name)
        return found.get_db_prep_value(value, connection)


@cache
def _converters(columns: Columns[Any], _vendor: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return, by position, what makes of a database's value a field's, where they differ."""
    found = []
    for position, field in enumerate(columns.fields):
        column = field.get_col(columns.table)
        steps = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        found += [(position, _step(convert, column)) for convert in steps]
    return found


def _step(convert: Callable[..., Any], column: Any) -> Callable[[Any], Any]:
    return lambda value: convert(value, column, connection)
