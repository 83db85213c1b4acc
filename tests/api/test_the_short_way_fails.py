"""What fails on the short way of a report is answered as ever, and nobody waits for it twice."""

from __future__ import annotations

import json

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.test import RequestFactory

from notifications import token_reports
from notifications.models import Event
from wecomnotify import short_way
from wecomnotify.short_way import ShortWay

# Django's handler gives its connection back, as it does behind a server.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(ci):
    application = ShortWay(get_wsgi_application())

    def asked(run):
        body = json.dumps({"run": run, "status": "failed"})
        request = RequestFactory().generic(
            "POST", "/api/v1/events", body, "application/json", headers=ci.headers
        )
        told = []
        b"".join(application(request.environ, lambda status, headers: told.append(status)))
        return told

    asked("first")
    return asked


def failing(error):
    def fail(*args, **more):
        raise error

    return fail


def test_who_waited_long_for_the_database_does_not_wait_once_more(ask, monkeypatch):
    monkeypatch.setattr(short_way, "LONG_SECONDS", -1)
    monkeypatch.setattr(token_reports, "receive", failing(OperationalError("database is locked")))

    assert ask("1") == ["503 Service Unavailable"]
    assert Event.objects.get().run == "first"


def test_a_database_that_failed_at_once_is_asked_again(ask, monkeypatch):
    monkeypatch.setattr(token_reports, "receive", failing(OperationalError("the connection is closed")))

    assert ask("1") == ["202 Accepted"]


def test_a_fault_of_ours_while_a_report_is_read_costs_no_report(ask, monkeypatch, caplog):
    monkeypatch.setattr(short_way, "report_of", failing(TypeError("broken")))

    assert ask("1") == ["202 Accepted"]
    assert "The short way of a report failed: the report is handed on." in caplog.messages
