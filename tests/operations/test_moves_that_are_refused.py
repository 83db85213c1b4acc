"""A move that cannot be whole is refused, says why, and leaves this database at work."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from notifications.clockwork import clock, closing
from notifications.delivery.lanes import claim
from notifications.models import Delivery, Lane
from teams.models import Team
from tests.operations.drills import dispatch, texts
from tests.operations.postgresql import migrated, product_on, server, target
from wecomnotify import copy_target, moving, table_copying

__all__ = ["migrated", "server", "target"]
pytestmark = pytest.mark.usefixtures("own_database")


def refusal(*words):
    with pytest.raises(CommandError) as caught:
        call_command("copy_database", *words)
    return str(caught.value)


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


def test_a_database_is_moved_once(target):
    call_command("copy_database", target)

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
    with monkeypatch.context() as while_asked:
        while_asked.setattr(type(connection._connections[connection._alias]), "vendor", "postgresql")
        said = refusal("x")

    assert said == "This database is PostgreSQL already; pg_dump and pg_restore copy it."
