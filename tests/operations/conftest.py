"""Robots, rules and the clock as deliveries have them, and a database file of the test's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from notifications import intake
from notifications.clockwork import clock
from notifications.models import Attempt, Delivery, Event
from notifications.reports import Report
from tests.delivery.conftest import ops, owe, register, step, web, wecom
from tests.operations.drills import back_up, dispatch
from wecomnotify import database_file

__all__ = ["ops", "owe", "register", "step", "web", "wecom"]

LONG_AGO = timedelta(days=100)


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


@pytest.fixture
def old_report(web, step):
    """Report a failure, whose delivery ends in this state, so long ago."""

    def reported(run, state="sent", age=LONG_AGO, **fields):
        said = Report(source="api", pipeline="web", run=run, status="failed")
        event = intake.receive(said, pipeline=web, reporter="token ci").event
        moment = clock.now() - age
        Event.objects.filter(pk=event.pk).update(received_at=moment)
        owed = Delivery.objects.filter(event=event)
        owed.update(state=state, created_at=moment, due_at=moment, **fields)
        delivery = owed.get()
        Attempt.objects.create(
            delivery=delivery, lane=delivery.lane, lease_token=1, started_at=moment, outcome="accepted"
        )
        return delivery

    return reported
