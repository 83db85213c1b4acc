"""Errands beside a database that was moved: one warning, and not a traceback every five seconds."""

from __future__ import annotations

import logging
import threading

import pytest
from django.db import IntegrityError

from notifications.clockwork import closing
from notifications.delivery import errands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run_with(monkeypatch, caplog):
    """Run the errands with these faults, one a turn, None for none; return what was logged."""

    def run(*faults):
        stopping, left = threading.Event(), list(faults)

        def broken():
            fault = left.pop(0)
            if not left:
                stopping.set()
            if fault:
                raise fault

        monkeypatch.setattr(errands, "run", broken)
        monkeypatch.setattr(errands, "EVERY_SECONDS", 0)
        with caplog.at_level(logging.WARNING):
            errands.run_until(stopping)
        return [(each.levelname, each.getMessage(), bool(each.exc_info)) for each in caplog.records]

    return run


WARNING = ("WARNING", f"No owner of a robot is told from here. {closing.SENTENCE}", False)
FAULT = ("ERROR", "The owners of robots could not be told; it is tried again", True)


def test_a_closed_database_is_told_of_once(run_with):
    closed = IntegrityError(closing.SENTENCE)

    assert run_with(closed, closed, closed) == [WARNING]


def test_it_is_told_of_again_when_it_was_open_meanwhile(run_with):
    closed = IntegrityError(closing.SENTENCE)

    assert run_with(closed, None, closed) == [WARNING] * 2


def test_any_other_fault_is_told_of_each_time_with_its_traceback(run_with):
    assert run_with(ValueError("a bug"), ValueError("a bug")) == [FAULT] * 2
