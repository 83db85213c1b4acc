"""Databases of a PostgreSQL server of the tests' own, migrated once and given out fresh."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from tests.engines.postgresql import PostgreSQL, programs
from wecomnotify import copy_target

numbers = count(1)


@pytest.fixture(scope="module")
def server():
    if programs() is None:
        pytest.skip("No PostgreSQL server here. As root: apt-get install postgresql")
    with PostgreSQL() as made:
        yield made


@pytest.fixture(scope="module")
def migrated(server, django_db_setup, django_db_blocker):
    url = server.create("migrated")
    with django_db_blocker.unblock(), copy_target.opened(url) as alias:
        call_command("migrate", database=alias, verbosity=0)
    return "migrated"


@pytest.fixture
def target(server, migrated):
    """Give the address of an empty, migrated database."""
    name = f"target_{next(numbers)}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE {migrated}")
    return server.url(name)


@contextmanager
def product_on(url):
    """Let the product work with this database, as after a start with DATABASE_URL; with one thread."""
    before = connections.settings[DEFAULT_DB_ALIAS]
    with copy_target.opened(url) as alias:
        connections[DEFAULT_DB_ALIAS].close()
        connections.settings[DEFAULT_DB_ALIAS] = connections[alias].settings_dict
        del connections[DEFAULT_DB_ALIAS]
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS].close()
            del connections[DEFAULT_DB_ALIAS]
            connections.settings[DEFAULT_DB_ALIAS] = before
