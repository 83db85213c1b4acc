"""SQLite serves the processes of one machine; a second machine is told to use PostgreSQL."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from notifications.models import DispatcherHeartbeat
from wecomnotify import database_file, one_host
from wecomnotify.one_host import Host, SecondHostError

pytestmark = pytest.mark.sqlite
ELSEWHERE = {"name": "build-7", "boot": "11111111-2222-4333-8444-555555555555"}
REFUSAL = (
    "{file} is used by the machine build-7, and SQLite serves one machine only. Stop the product there, or "
    "let both use one PostgreSQL database: set DATABASE_URL=postgres://… ( manage.py copy_database  moves "
    "what is in this one)."
)
HOLD_THE_LOCK = """
import fcntl, sys
file = open(sys.argv[1], "a")
fcntl.flock(file, fcntl.LOCK_SH)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path, transactional_db):
    """Work with a database of the test's own."""
    copied = tmp_path / "wecomnotify.sqlite3"
    database_file.copy(database_file.current_file(), copied, progress=lambda left, pages: None)
    with database_file.as_the_database(copied):
        yield copied


@pytest.fixture
def lock(file):
    return one_host.lock_of(file)


@pytest.fixture
def another_process(lock):
    """Let another process hold the lock, as `worker` beside `serve` does."""
    lock.touch()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.stdin.close()


def refused():
    with pytest.raises(SecondHostError) as caught, one_host.alone():
        pass
    return str(caught.value)


def test_the_machine_that_works_is_written_beside_the_database(lock):
    with one_host.alone():
        assert Host(**json.loads(lock.read_text())) == Host.this()
    assert lock.stat().st_mode & 0o777 == 0o600


def test_processes_of_one_machine_share_the_database(lock, another_process):
    lock.write_text(json.dumps({"name": "another-container", "boot": Host.this().boot}))

    with one_host.alone(), one_host.alone():
        pass


def test_a_second_machine_is_refused_while_the_first_holds_the_lock(file, lock, another_process):
    lock.write_text(json.dumps(ELSEWHERE))

    assert refused() == REFUSAL.format(file=file)


def test_a_second_machine_is_refused_where_locks_do_not_travel(file, lock):
    lock.write_text(json.dumps(ELSEWHERE))
    DispatcherHeartbeat.objects.create(process="build-7:4711", seen_at=timezone.now())

    assert refused() == REFUSAL.format(file=file)
    assert json.loads(lock.read_text()) == ELSEWHERE


@pytest.mark.parametrize("process", ["build-77:1", "build:7"])
def test_a_database_that_its_machine_left_is_taken_over(lock, process, caplog):
    lock.write_text(json.dumps(ELSEWHERE))
    DispatcherHeartbeat.objects.create(process=process, seen_at=timezone.now())

    with one_host.alone():
        assert Host(**json.loads(lock.read_text())) == Host.this()
    assert "was last used on build-7; this machine" in caplog.text


def test_a_machine_that_was_started_anew_goes_on_with_its_own(lock):
    name = Host.this().name
    lock.write_text(json.dumps(ELSEWHERE | {"name": name}))
    DispatcherHeartbeat.objects.create(process=f"{name}:4711", seen_at=timezone.now())

    with one_host.alone():
        pass


def test_two_machines_of_one_name_are_told_apart_by_their_kernels(file, lock, another_process):
    name = Host.this().name
    lock.write_text(json.dumps(ELSEWHERE | {"name": name}))

    assert refused() == REFUSAL.format(file=file).replace("build-7", name)


def test_without_a_kernels_id_the_name_decides():
    assert Host(name="a", boot="").is_same(Host(name="a", boot="x"))
    assert not Host(name="a", boot="").is_same(Host(name="b", boot="x"))


def test_before_the_first_migration_nobody_can_be_seen(lock):
    lock.write_text(json.dumps(ELSEWHERE))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE notifications_dispatcherheartbeat")

    with one_host.alone():
        pass


def test_a_lock_that_says_nothing_is_nobodys(lock):
    lock.write_text("{")

    with one_host.alone():
        assert Host(**json.loads(lock.read_text())) == Host.this()


def test_a_lock_that_is_never_let_go_is_named(lock, monkeypatch):
    monkeypatch.setattr(one_host, "PATIENCE_SECONDS", 0.1)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert refused() == f"{lock} stays locked. See with  fuser {lock}  which process holds it."


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_no_command_works_for_a_second_machine(command, lock, another_process, keyring):
    lock.write_text(json.dumps(ELSEWHERE))

    with pytest.raises(CommandError, match="is used by the machine build-7"):
        call_command(command)
