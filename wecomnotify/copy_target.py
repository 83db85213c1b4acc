"""The PostgreSQL database that a copy goes to: opened, and looked at before anything stops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend
from environ import Env

from wecomnotify import database_settings, table_copying

TARGET = "copy"
SCHEMES = {"postgres", "postgresql"}


class TargetError(Exception):
    """The other database cannot take the copy; the message says what to do."""


@contextmanager
def opened(url: str) -> Iterator[str]:
    """Connect to the database at this address for a while; give it by its name among Django's.

    Raises:
        TargetError: for an address that is none of PostgreSQL's.
    """
    own = connections.settings[DEFAULT_DB_ALIAS]
    whole = connections.configure_settings({DEFAULT_DB_ALIAS: own, TARGET: _parsed(url)})[TARGET]
    connections[TARGET] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, TARGET)
    try:
        yield TARGET
    finally:
        connections[TARGET].close()
        del connections[TARGET]


def _parsed(url: str) -> dict[str, Any]:
    try:
        config = Env.db_url_config(url) if urlsplit(url).scheme in SCHEMES else None
    except ValueError:
        config = None
    if config is None:
        raise TargetError("Name the database to copy to as postgres://user:password@host/name .")
    try:
        parsed = database_settings.database(config, pool_size=1)
    except ImproperlyConfigured as error:
        raise TargetError(str(error)) from error
    # One connection is enough, and it lives for one command.
    options = {name: value for name, value in parsed.get("OPTIONS", {}).items() if name != "pool"}
    return parsed | {"OPTIONS": options}


def name_of(alias: str) -> str:
    """Return a database's address without who connects and how."""
    where = connections[alias].settings_dict
    return f"{where['HOST'] or 'localhost'}:{where['PORT'] or 5432}/{where['NAME']}"


def refuse_unfit(alias: str) -> None:
    """Refuse a database that cannot be reached, lacks this version's tables, or has something in them.

    Raises:
        TargetError: saying which, and what to do.
    """
    try:
        applied = _applied(alias)
    except DatabaseError as error:
        raise TargetError(f"{name_of(alias)} does not answer: {error}") from error
    if applied != _applied(DEFAULT_DB_ALIAS):
        raise TargetError(
            f"{name_of(alias)} does not have the tables of this version. Run  DATABASE_URL=postgres://… "
            "manage.py migrate  for it, then copy again."
        )
    rows = table_copying.rows_in(alias)
    filled = [
        table for table, number in rows.items() if number and table not in table_copying.MADE_BY_MIGRATE
    ]
    if filled:
        raise TargetError(
            f"{name_of(alias)} is not empty: {filled[0]} has {rows[filled[0]]} rows. Copy to a new, migrated "
            "database; nothing is ever overwritten."
        )


def _applied(alias: str) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections[alias]).applied_migrations())
