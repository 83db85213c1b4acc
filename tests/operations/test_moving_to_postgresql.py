"""`copy_database` takes everything to PostgreSQL exactly as it is, and nothing is sent from here again."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.delivery.lanes import claim
from notifications.models import Delivery, Event, Lane
from teams.models import AuditEntry, Team
from tests.operations.drills import dispatch, states, texts
from tests.operations.postgresql import migrated, product_on, server, target
from wecomnotify import table_copying

__all__ = ["migrated", "server", "target"]
pytestmark = pytest.mark.usefixtures("own_database")


def copied(url):
    call_command("copy_database", url)


def everything():
    """Return every row of every table as Python sees it."""
    return {
        table_copying.table_of(model): list(model._base_manager.order_by("pk").values())
        for model in table_copying.models()
        if model is not Lane
    }


def test_every_row_arrives_as_it_is(target, drilled_history):
    before = everything()

    copied(target)

    with product_on(target):
        after = everything()
    moved = after["teams_auditentry"].pop()
    assert moved["verb"] == "database.moved"
    assert after == before
    assert len(after["notifications_delivery"]) == 3


@pytest.fixture
def drilled_history(owe, web, step, alice, root, wecom):
    """Leave rows of all kinds: text in three scripts, JSON, times, nothing, truth values."""
    owe("sent", now=clock.now())
    dispatch()
    owe("等待中 · ждёт", now=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), digest={"a": [1, None, "ü"]})
    owe("held", now=clock.now(), state="held", is_test=True)
    Event.objects.create(
        pipeline=web, idempotency_key="k", source="events", reporter="CI", status="failed", run="1",
        facts={"variables": {"引号": '"\\\n\t'}}, decisions=[{"matched": True}],
        occurred_at=clock.now(), received_at=clock.now(),
    )  # fmt: skip
    AuditEntry.record(actor=root, verb="team.created", target="x", address="10.0.0.1", after={"n": 1.5})


def test_the_audit_trail_arrives_with_its_chain_and_is_proved_there(target, drilled_history, capsys):
    call_command("audit", "seal")
    copied(target)
    capsys.readouterr()

    with product_on(target):
        call_command("audit", "seal")
        call_command("audit", "verify")
        number = AuditEntry.objects.count()

    assert capsys.readouterr().out == (
        f"1 entries were chained.\n{number} entries are chained and as they were written.\n"
    )


def test_what_waits_is_owed_by_the_copy_and_sent_from_here_no_more(target, owe, wecom):
    owe("sent before", now=clock.now())
    dispatch()
    owe("waits", now=clock.now())

    copied(target)
    with product_on(target):
        owed = states()
    with pytest.raises(IntegrityError, match="This database is closed"):
        claim(now=clock.now() + timedelta(seconds=20), limit=1)

    assert owed == [("sent before", "sent", ""), ("waits", "pending", "")]
    assert texts(wecom) == ["sent before"]


def test_numbers_go_on_after_those_of_deleted_rows(target, shop):
    gone = Team.objects.create(slug="gone", name="Gone")
    gone_id = gone.pk
    gone.delete()

    copied(target)

    with product_on(target):
        assert Team.objects.create(slug="new", name="New").pk == gone_id + 1


def test_the_minutes_messages_are_not_forgotten(target, owe, wecom):
    owe("one", now=clock.now())
    dispatch()
    tokens = Lane.objects.get().tokens

    copied(target)

    with product_on(target):
        lane = Lane.objects.get()
        assert (lane.tokens, lane.lease_until) == (tokens, None)
        assert abs((lane.tokens_at - clock.now()).total_seconds()) < 30


def test_the_sealed_key_opens_in_the_copy(target, ops, wecom):
    copied(target)

    with product_on(target):
        assert Credential.objects.get().post({"msgtype": "text", "text": {"content": "x"}}).errcode == 0


def test_a_call_whose_dispatcher_died_is_judged_by_the_copy(target, owe, wecom):
    owe("in flight", now=clock.now())
    claim(now=clock.now(), limit=1)
    Lane.objects.update(lease_until=clock.now())  # it died 16 s ago

    copied(target)

    with product_on(target):
        assert (Delivery.objects.get().state, Lane.objects.get().lease_until) == ("sending", None)


def test_the_address_may_come_from_standard_input(target, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{target}\n"))

    copied("-")

    said = capsys.readouterr().out
    assert "messages that wait go on from there" in said
    assert "@" not in said
