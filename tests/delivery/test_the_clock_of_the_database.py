"""On PostgreSQL its clock counts: read for every event, and counted on for a second by all else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.clockwork import clock

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


@pytest.fixture
def uptime(monkeypatch):
    """Hold the clock that nobody sets; return what moves it on."""
    seconds = [1000.0]
    monkeypatch.setattr(clock, "_last", None)
    monkeypatch.setattr(clock, "uptime", lambda: seconds[0])

    def move(by):
        seconds[0] += by

    return move


def asked(ask):
    with CaptureQueriesContext(connection) as questions:
        ask()
    return len(questions)


def test_what_it_said_is_counted_on_for_a_second(uptime):
    said = clock.read()
    uptime(0.75)
    assert clock.now() == said + timedelta(seconds=0.75)
    uptime(0.5)
    assert asked(clock.now) == 1


def test_it_is_always_read_where_the_order_matters(uptime):
    first = clock.read()
    assert asked(clock.read) == 1
    assert clock.read() > first


def test_an_answer_that_took_its_time_is_counted_on_by_nobody(uptime, monkeypatch):
    def slowly(execute, *args):
        uptime(0.06)
        return execute(*args)

    with connection.execute_wrapper(slowly):
        clock.read()
    assert asked(clock.now) == 1


def test_time_that_went_back_is_not_believed(uptime):
    clock.read()
    uptime(-1)
    assert asked(clock.now) == 1
