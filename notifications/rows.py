"""Rows read as instances of their models, and written, by statements written out.

The ORM takes ten times longer to build a query than the database to run it: what runs for every event is
spelled here and in the statements of its callers; what runs seldom is left to the ORM. The statements are the
same on SQLite and PostgreSQL, but for the row locks, which SQLite neither has nor needs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState

from notifications import many
from notifications.clockwork import engine
from notifications.json_texts import parsed_once, written_once
from notifications.straight import run, select

__all__ = [
    "Columns", "ask", "aware", "insert", "locking", "moment", "run", "run_each", "select"
]  # fmt: skip

Row = TypeVar("Row", bound=models.Model)
LENGTH = re.compile(r"\(\d+\)$")
Converter = tuple[int, str, Callable[[Any], Any]]  # position and name of the field


class Columns(Generic[Row]):
    """The columns of a model's table, or some: named in a statement, read from a row, given as parameters.

    With `shared` equal JSON texts are one object, parsed once for good: for what nobody changes.
    """

    def __init__(
        self, model: type[Row], *, only: Sequence[str] = (), without: Sequence[str] = (), shared: bool = False
    ) -> None:
        """Take a model and the names of those of its fields that are wanted; all of them unless told."""
        meta = model._meta  # noqa: SLF001  # Django documents it
        wanted = [each for each in meta.concrete_fields if not only or each.name in only]
        self.model, self.table, self.shared = model, meta.db_table, shared
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

    def read(self, row: Sequence[Any]) -> Row:
        """Return the instance; a field that is not among the columns is fetched when it is asked for."""
        # What `from_db` comes to, without its signals and its setting of one attribute after the other.
        instance = self.model.__new__(self.model)
        known = instance.__dict__
        known.update(zip(self.names, row, strict=True))
        for _, name, convert in self._readers:
            if known[name] is not None:
                known[name] = convert(known[name])
        known["_state"] = Stored()
        return instance

    def read_all(self, rows: Iterable[Sequence[Any]]) -> list[Row]:
        """Return the instances of several rows."""
        return [self.read(row) for row in rows]

    def parameters(self, instance: Row, *, as_json: Callable[[Any], str] = json.dumps) -> list[Any]:
        """Return an instance's values as a statement takes them, in the order of the columns."""
        known = instance.__dict__
        found = [known[name] for name in self.names]
        for position, _, convert in self._writers:
            if found[position] is not None:
                found[position] = convert(found[position])
        for position in self._json:
            found[position] = None if found[position] is None else as_json(found[position])
        return found

    def parameter(self, name: str, value: Any) -> Any:
        """Return a value of one column as a statement takes it."""
        (found,) = (each for each in self.fields if each.name == name)
        return found.get_db_prep_value(value, connection)

    @cached_property
    def kinds(self) -> list[str]:
        """Return the database's names of the columns' types; what is too long is refused, not cut off."""
        return [LENGTH.sub("", str(each.db_type(connection))) for each in self.fields]

    @cached_property
    def _readers(self) -> list[Converter]:
        """Return what makes of a database's value a field's, where they differ."""
        parse = parsed_once if self.shared else json.loads
        known = {"JSONField": parse, "DateTimeField": aware, "BooleanField": bool}
        return self._converters(known, uuid=_uuid)

    @cached_property
    def _writers(self) -> list[Converter]:
        """Return what makes of a field's value a statement's, where they differ."""
        return self._converters({"DateTimeField": moment}, uuid=attrgetter("hex"))

    @cached_property
    def _json(self) -> list[int]:
        return [at for at, each in enumerate(self.fields) if _kind(each) == "JSONField"]

    def _converters(self, known: dict[str, Any], *, uuid: Callable[[Any], Any]) -> list[Converter]:
        if not connection.features.has_native_uuid_field:
            known["UUIDField"] = uuid
        kinds = [_kind(each) for each in self.fields]
        return [(at, self.names[at], known[kind]) for at, kind in enumerate(kinds) if kind in known]


class Stored(ModelState):
    """The state of an instance that came from the database."""

    db = DEFAULT_DB_ALIAS
    adding = False


def insert(columns: Columns[Row], made: Sequence[Row]) -> None:
    """Insert instances in this order, in one statement, and tell each its new key.

    `columns` are those without the key; both databases return the keys in the order of the rows.
    """
    as_json = written_once()
    rows = [columns.parameters(each, as_json=as_json) for each in made]
    table, parameters = many.table(rows, columns.kinds)
    statement = f"INSERT INTO {columns.table} ({columns.listed}) {table} RETURNING id"
    for each, (key,) in zip(made, select(statement, parameters), strict=True):
        each.pk = key
        each._state.adding, each._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001  # as `bulk_create` does


def ask(statement: str, asked: Collection[Sequence[Any]], kinds: Sequence[str]) -> list[tuple[Any, ...]]:
    """Run a statement about each row of a table, `%(asked)s` in it; `kinds` as in `many.table`."""
    table, parameters = many.table(asked, kinds)
    return select(statement % {"asked": table}, parameters)


def run_each(statement: str, parameters: Sequence[Sequence[Any]]) -> None:
    """Run a statement that returns no rows once for each set of parameters."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, parameters)


def locking() -> str:
    """Return what makes a SELECT lock its rows, where the database has such locks."""
    return " FOR NO KEY UPDATE" if engine.is_postgresql() else ""


@lru_cache(maxsize=100)  # one transaction writes the same moment many times
def moment(value: datetime) -> Any:
    """Return a time as a statement takes it."""
    if engine.is_sqlite() and value.tzinfo is UTC:
        return str(value.replace(tzinfo=None))  # what Django comes to, for a third of its price
    return connection.ops.adapt_datetimefield_value(value)


def aware(value: Any) -> datetime | None:
    """Return a time as Python takes it, from what a database gives."""
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@lru_cache(maxsize=10_000)
def _uuid(text: str) -> UUID:
    return UUID(text)


def _kind(field: Any) -> str:
    """Return a field's kind; a foreign key is what it points to."""
    while field.remote_field:
        field = field.target_field
    return str(field.get_internal_type())
