"""A database that was moved refuses every write, in every process, and says where the product went."""

from __future__ import annotations

import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from notifications.clockwork import clock, closing
from notifications.delivery import heartbeat
from notifications.delivery.dispatcher import Dispatcher
from notifications.models import Delivery, Event, Lane, Token
from teams.models import AuditEntry, Team
from tests.delivery.clockwork import bell_rings_until

OPEN_TABLE = "notifications_dispatcherheartbeat"


@pytest.fixture
def closed(own_database):
    closing.close(besides=[OPEN_TABLE])
    return own_database


@pytest.mark.parametrize("write", ["create", "change", "delete"])
def test_nobody_writes_into_a_closed_database(own_database, shop, write):
    closing.close(besides=[OPEN_TABLE])
    writes = {
        "create": lambda: Team.objects.create(slug="new", name="New"),
        "change": lambda: Team.objects.update(name="Shopping"),
        "delete": lambda: Team.objects.all().delete(),
    }

    with pytest.raises(IntegrityError, match="This database is closed"):
        writes[write]()

    assert [team.name for team in Team.objects.all()] == ["Shop"]


def test_another_process_does_not_write_either(closed):
    with sqlite3.connect(closed) as other, pytest.raises(sqlite3.IntegrityError, match="database is closed"):
        other.execute("INSERT INTO auth_group (name) VALUES ('x')")


def test_a_reopened_database_takes_writes(closed):
    call_command("copy_database", "--reopen")

    assert not closing.is_closed()
    assert AuditEntry.objects.get().verb == "database.reopened"


def test_an_open_database_is_not_reopened(own_database):
    with pytest.raises(CommandError, match="This database is open; there is nothing to reopen"):
        call_command("copy_database", "--reopen")


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_on_a_closed_database(closed, command, keyring):
    with pytest.raises(CommandError, match="Set DATABASE_URL to that one"):
        call_command(command)


def test_a_closed_database_is_not_ready(client, keyring, closed):
    heartbeat.beat(now=clock.now())

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["faults"] == {
        "database": f"{closing.SENTENCE} Set DATABASE_URL to that one. If it was never used,  "
        "manage.py copy_database --reopen  opens this one again."
    }


@pytest.fixture
def report(client, web, step, alice):
    """Report as the pipeline's CI job does: `report("events", {…})`."""
    _, secret = Token.add(team=web.team, pipeline=web, name="CI", by=alice)

    def reported(call, body):
        bearer = {"Authorization": f"Bearer {secret.reveal()}"}
        return client.post(f"/api/v1/{call}", body, content_type="application/json", headers=bearer)

    return reported


def test_a_new_report_is_answered_503_and_a_known_one_is_known(own_database, report):
    assert report("events", {"run": "1", "status": "failed"}).status_code == 202
    closing.close(besides=[OPEN_TABLE])

    known, new = (report("events", {"run": run, "status": "failed"}) for run in ("1", "2"))

    assert (known.status_code, known.json()["duplicate"]) == (200, True)
    assert (new.status_code, new["Retry-After"]) == (503, "30")
    assert new.json()["detail"] == (
        "The database is being moved to another server. Send the same again in a minute."
    )
    assert Event.objects.count() == 1


def test_many_reports_are_answered_503_as_one(own_database, report):
    report("events", {"run": "1", "status": "failed"})
    closing.close(besides=[OPEN_TABLE])

    answer = report("events/batch", {"events": [{"run": run, "status": "failed"} for run in ("2", "3")]})

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert Event.objects.count() == 1


def test_a_page_says_that_nothing_can_be_changed(own_database, as_user, root):
    browser = as_user(root)
    closing.close(besides=[OPEN_TABLE])

    answer = browser.post(
        "/teams/new/", {"slug": "fresh", "name": "New", "language": "en", "time_zone": "UTC"}
    )

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Nothing can be changed just now" in answer.content.decode()


def test_a_running_dispatcher_sends_nothing_and_says_why_once(own_database, owe, wecom, caplog):
    owe("waiting", now=clock.now())
    closing.close(besides=[OPEN_TABLE])
    dispatcher = Dispatcher(threads=1)
    dispatcher.start()
    bell_rings_until(lambda: "Nothing is sent from here" in caplog.text)
    dispatcher.stop()

    assert caplog.text.count("Nothing is sent from here. This database is closed") == 1
    assert wecom.messages() == []
    assert (Delivery.objects.get().state, Lane.objects.get().lease_until) == ("pending", None)
