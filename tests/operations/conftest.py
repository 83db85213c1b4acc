"""Robots, rules and the clock as deliveries have them, and a database file of the test's own."""

from __future__ import annotations

import pytest
from django.db import connection

from notifications.clockwork import clock
from tests.delivery.conftest import ops, owe, register, step, web, wecom
from tests.operations.drills import back_up, dispatch
from wecomnotify import database_file

__all__ = ["ops", "owe", "register", "step", "web", "wecom"]


@pytest.fixture
def own_database(transactional_db, tmp_path):
    """Work on a copy of the tests' database, which may be replaced."""
    file = tmp_path / "wecomnotify.sqlite3"
    database_file.copy(database_file.current_file(), file, progress=lambda left, pages: None)
    with database_file.as_the_database(file):
        connection.ensure_connection()
        yield file
        connection.close()


@pytest.fixture
def backup_file(tmp_path):
    return tmp_path / "backup.sqlite3"


@pytest.fixture
def drilled(own_database, owe, wecom, backup_file):
    """Send one message, back up while another waits, then send that one and a third."""
    owe("before", now=clock.now())
    dispatch()
    owe("waiting", now=clock.now())
    back_up(backup_file)
    owe("after", now=clock.now())
    dispatch()
    return backup_file
