"""On PostgreSQL a commit wakes the dispatchers of other processes; without it they look."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from notifications.clockwork import clock, listening, wakeup
from notifications.clockwork.wakeup import bell, wake_after_commit, wake_this_process_after_commit
from notifications.delivery import rounds
from notifications.delivery.dispatcher import Dispatcher
from tests.delivery.clockwork import bell_rings_until

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%%'"


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.fixture
def another_process(monkeypatch):
    """Let what this process commits from now on look like another's."""

    @contextmanager
    def speaking():
        with monkeypatch.context() as patched:
            patched.setattr(wakeup, "this_process", lambda: "another:1")
            patched.setattr(wakeup, "wake", lambda: None)
            yield

    return speaking


@pytest.fixture
def listener():
    stopping = threading.Event()
    rung = bell.count
    thread = threading.Thread(target=listening.run_until, args=[stopping])
    thread.start()
    assert bell.wait(rung, timeout_seconds=10)  # it rings for what was said before
    yield thread
    stopping.set()
    thread.join(5)
    assert not thread.is_alive()


def test_a_commit_of_another_process_rings_here(listener, another_process):
    rung = bell.count
    with another_process(), transaction.atomic():
        wake_after_commit()
        assert bell.count == rung
    assert bell.wait(rung, timeout_seconds=5)


def test_what_is_rolled_back_and_what_is_ours_alone_is_not_heard_by_others(listener, another_process):
    rung = bell.count
    with another_process(), transaction.atomic():
        wake_after_commit()
        transaction.set_rollback(True)
    with another_process():
        wake_this_process_after_commit()
    assert not bell.wait(rung, timeout_seconds=0.5)


def test_our_own_commit_rings_once(listener):
    rung = bell.count
    wake_after_commit()
    bell.wait(rung + 1, timeout_seconds=0.5)
    assert bell.count == rung + 1


def test_after_the_server_sent_it_away_it_listens_again(listener, another_process):
    rung = bell.count
    assert asked(f"SELECT count(pg_terminate_backend(pid)) {LISTENERS}") == 1
    assert bell.wait(rung, timeout_seconds=10)  # connected anew, it rings for what it missed
    rung = bell.count
    with another_process():
        wake_after_commit()
    assert bell.wait(rung, timeout_seconds=5)


def test_a_dispatcher_listens_and_sends_at_once_what_another_process_owes(
    wecom, owe, another_process, dispatcher, monkeypatch
):
    monkeypatch.setattr(rounds, "LONGEST_SLEEP_SECONDS", 600)
    bell_rings_until(lambda: asked(f"SELECT count(*) {LISTENERS}") == 1)
    with another_process():
        owe("hello", now=clock.now())
    wecom.wait_for_messages(1)


def test_without_notices_a_dispatcher_finds_the_work_by_itself(wecom, owe, another_process, monkeypatch):
    monkeypatch.setattr(listening, "is_possible", lambda: False)
    monkeypatch.setattr(rounds, "LONGEST_SLEEP_SECONDS", 0.2)
    deaf = Dispatcher(threads=1)
    deaf.start()
    with another_process():
        owe("hello", now=clock.now())
    wecom.wait_for_messages(1)
    deaf.stop()


def test_a_thread_that_waits_holds_no_connection_of_the_pool(wecom, owe, dispatcher):
    owe("hello", now=clock.now())
    wecom.wait_for_messages(1)
    pool = connection.pool
    connection.close()
    bell_rings_until(lambda: pool.get_stats()["pool_available"] == pool.get_stats()["pool_size"])
