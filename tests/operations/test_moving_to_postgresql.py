"""`copy_database` takes everything to PostgreSQL exactly as it is, and only to where nothing is."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from credentials.models import Credential
from notifications.clockwork import clock, closing
from notifications.delivery.lanes import claim
from notifications.models import Delivery, Event, Lane
from teams.models import AuditEntry, Team
from tests.operations.drills import dispatch, states, texts
from tests.operations.postgresql import migrated, product_on, server, target
from wecomnotify import copy_target, moving, table_copying

__all__ = ["migrated", "server", "target"]
pytestmark = pytest.mark.usefixtures("own_database")


def copied(url):
    call_command("copy_database", url)


def refusal(*words):
    with pytest.raises(CommandError) as caught:
        call_command("copy_database", *words)
    return str(caught.value)


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


def test_what_waits_is_sent_from_the_copy_alone_and_once(target, owe, wecom):
    owe("sent before", now=clock.now())
    dispatch()
    owe("waits", now=clock.now())

    copied(target)
    with product_on(target):
        dispatch()
        arrived = states()

    assert texts(wecom) == ["sent before", "waits"]
    assert arrived == [("sent before", "sent", ""), ("waits", "sent", "")]
    assert states()[-1] == ("waits", "pending", "")
    assert closing.is_closed()


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


def test_a_call_whose_dispatcher_died_is_told_as_lost(target, owe, wecom):
    owe("in flight", now=clock.now())
    claim(now=clock.now(), limit=1)
    Lane.objects.update(lease_until=clock.now())  # it died 16 s ago

    copied(target)

    with product_on(target):
        dispatch()
        (delivery,) = Delivery.objects.all()
        assert [attempt.outcome for attempt in delivery.attempts.order_by("pk")] == ["ambiguous", "accepted"]


def test_calls_that_do_not_end_stop_it(target, owe, monkeypatch):
    monkeypatch.setattr(moving, "STILL_WITHIN_SECONDS", 0.2)
    owe("in flight", now=clock.now())
    claim(now=clock.now(), limit=1)

    assert refusal(target) == (
        "Calls to robots are still under way after 0 s, and nothing was changed. Stop  serve  and  worker  "
        "and copy again."
    )
    assert not closing.is_closed()


def test_what_cannot_be_copied_is_named_and_everything_goes_on(target, owe, wecom):
    owe("waits", now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_delivery SET step_name = %s", ["x" * 101])

    said = refusal(target)

    assert said.startswith("Nothing was moved, and this database takes writes again: value too long")
    assert "COPY notifications_delivery, line 1, column step_name" in said
    dispatch()
    assert texts(wecom) == ["waits"]


def test_a_row_that_belongs_to_nothing_is_named(target, owe):
    owe("orphan", now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("UPDATE notifications_delivery SET team_id = 4711")
        cursor.execute("PRAGMA foreign_keys = ON")

    assert 'Key (team_id)=(4711) is not present in table "teams_team"' in refusal(target)


def test_a_copy_with_rows_of_its_own_is_refused(target, shop):
    with product_on(target):
        Team.objects.create(slug="mine", name="Mine")

    assert refusal(target).endswith(
        "is not empty: teams_team has 1 rows. Copy to a new, migrated database; nothing is ever overwritten."
    )
    assert not closing.is_closed()


def test_a_copy_without_tables_is_refused(server):
    assert "does not have the tables of this version" in refusal(server.create("bare"))


def test_a_server_that_does_not_answer_is_named():
    said = refusal("postgres://someone:secret@127.0.0.1:9/name")

    assert said.startswith("127.0.0.1:9/name does not answer: ")
    assert "secret" not in said


@pytest.mark.parametrize("address", ["sqlite:////tmp/x", "mysql://u@h/n", "nonsense", "postgres://h:port/x"])
def test_only_postgresql_is_copied_to(address):
    assert refusal(address) == "Name the database to copy to as postgres://user:password@host/name ."


def test_without_an_address_it_asks_for_one():
    assert refusal() == "Name the database to copy to: postgres://user:password@host/name ."


def test_the_address_may_come_from_standard_input(target, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{target}\n"))

    copied("-")

    said = capsys.readouterr().out
    assert "messages that wait go on from there" in said
    assert "@" not in said


def test_a_database_is_moved_once(target):
    copied(target)

    assert "If that move was interrupted" in refusal(target)


def test_an_interrupted_copy_leaves_nothing_and_goes_on_here(target, owe, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(table_copying, "ROWS_AT_ONCE", 1)
    owe("waits", now=clock.now())
    with pytest.raises(KeyboardInterrupt), copy_target.opened(target) as alias:
        moving.move(alias, tell=print, progress=interrupt)

    assert not closing.is_closed()
    with product_on(target):
        assert Delivery.objects.count() == 0
    assert Lane.objects.get().lease_until is None


def test_when_the_commit_is_not_answered_this_database_stays_closed(target, server, owe):
    def cut_off_before_the_commit(execute, sql, *rest):
        execute(sql, *rest)
        if sql == "ANALYZE":
            server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'ANALYZE'")

    with copy_target.opened(target) as alias, connections[alias].execute_wrapper(cut_off_before_the_commit):
        copy_target.refuse_unfit(alias)
        with pytest.raises(moving.MoveError, match="nobody knows whether the copy is there"):
            moving.move(alias, tell=print, progress=print)

    assert closing.is_closed()


def test_postgresql_itself_is_not_copied(monkeypatch):
    monkeypatch.setattr(type(connection._connections[connection._alias]), "vendor", "postgresql")

    assert refusal("x") == "This database is PostgreSQL already; pg_dump and pg_restore copy it."
