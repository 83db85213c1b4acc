"""A backup is made while the product writes; what comes back of it pings nobody twice unasked."""

from __future__ import annotations

import sqlite3

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.delivery import heartbeat
from notifications.delivery.lanes import claim
from notifications.delivery.sending import drain
from notifications.models import Attempt, Delivery, Lane
from teams.models import AuditEntry, Team
from wecomnotify import database_file


def back_up(file):
    call_command("backup", str(file))


def restore(file):
    """Restore as a new process would: with no connection left open."""
    connection.close()
    call_command("restore", str(file))


def dispatch():
    """Send what is due, as a dispatcher would, until nothing is."""
    while reserved := claim(now=clock.now(), limit=10):
        for each in reserved:
            drain(each, goes_on=lambda: True)


def texts(wecom):
    return [message.content for message in wecom.messages()]


def states():
    return [
        (each.body["text"]["content"], each.state, each.reason) for each in Delivery.objects.order_by("pk")
    ]


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


def test_nothing_is_sent_twice_unasked_after_a_restore(drilled, wecom, owe):
    restore(drilled)

    dispatch()

    assert texts(wecom) == ["before", "waiting", "after"]
    assert states() == [("before", "sent", ""), ("waiting", "held", "restored")]


def test_a_restored_product_delivers_what_is_new_and_what_a_person_releases(drilled, wecom, owe, root):
    restore(drilled)
    Lane.objects.update(tokens=8)  # the minute is over

    owe("new", now=clock.now())
    Delivery.objects.get(state="held").redeliver(by=root)
    dispatch()

    assert sorted(texts(wecom)) == ["after", "before", "new", "waiting", "waiting"]


def test_without_the_keyring_a_restored_product_says_so_and_changes_no_key(
    drilled, wecom, owe, settings, tmp_path, capsys
):
    sealed = Credential.objects.get().sealed_key
    settings.KEYRING_FILE = tmp_path / "lost.json"
    restore(drilled)
    assert f"There is no keyring at {tmp_path / 'lost.json'}" in capsys.readouterr().out
    Lane.objects.update(tokens=8)

    owe("new", now=clock.now())
    dispatch()

    assert texts(wecom) == ["before", "waiting", "after"]
    assert states()[-1] == ("new", "pending", "key_unavailable")
    assert Attempt.objects.latest("pk").outcome == "key_unavailable"
    assert Credential.objects.get().sealed_key == sealed


def test_lanes_come_back_switched_off_with_an_empty_bucket(drilled):
    restore(drilled)

    lane = Lane.objects.get()
    assert (lane.wake_at, lane.lease_until, lane.tokens) == (None, None, 0)


def test_everybody_signs_in_anew_and_the_trail_tells_of_it(drilled):
    restore(drilled)

    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.target, entry.after) == (
        "backup.restored",
        "backup backup.sqlite3",
        {"held": 1},
    )
    assert Session.objects.count() == 0


def test_the_replaced_database_is_kept(drilled, own_database, capsys):
    restore(drilled)

    (kept,) = own_database.parent.glob("wecomnotify.sqlite3.replaced-*")
    assert f"is kept as {kept}." in capsys.readouterr().out
    with sqlite3.connect(kept) as looker:
        assert looker.execute("SELECT count(*) FROM notifications_delivery").fetchone() == (3,)


def test_a_backup_is_its_owners_alone_and_says_what_is_not_in_it(own_database, backup_file, capsys):
    back_up(backup_file)

    assert backup_file.stat().st_mode & 0o777 == 0o600
    assert "The keyring is not in it" in capsys.readouterr().out
    assert [each.name for each in backup_file.parent.glob("*backup*")] == ["backup.sqlite3"]


def test_a_backup_is_of_one_moment_while_others_write(own_database, backup_file, monkeypatch):
    monkeypatch.setattr(database_file, "PAGES_AT_ONCE", 5)
    told = []

    def write(left, pages):
        told.append(left)
        Team.objects.create(slug=f"t{len(told)}", name="T")

    database_file.copy(own_database, backup_file, progress=write)

    assert len(told) > 10
    assert sorted(told, reverse=True) == told
    with sqlite3.connect(backup_file) as looker:
        assert looker.execute("SELECT count(*) FROM teams_team").fetchone() == (0,)


def test_a_backup_overwrites_nothing(own_database, backup_file):
    backup_file.write_text("precious")

    with pytest.raises(CommandError, match="exists and is not overwritten"):
        back_up(backup_file)

    assert backup_file.read_text() == "precious"


def test_a_backup_into_a_missing_folder_names_it(own_database, tmp_path):
    with pytest.raises(CommandError, match=f"There is no folder {tmp_path / 'none'}"):
        back_up(tmp_path / "none" / "file")


def test_a_restore_is_refused_while_a_dispatcher_lives(drilled):
    heartbeat.beat(now=timezone.now())

    with pytest.raises(CommandError, match="A dispatcher was seen within 30 s"):
        restore(drilled)

    assert Delivery.objects.count() == 3


def test_a_restore_is_refused_while_somebody_has_the_database_open(drilled, own_database):
    connection.close()
    other = sqlite3.connect(own_database)
    other.execute("SELECT count(*) FROM teams_team").fetchone()

    with pytest.raises(CommandError, match="Another process has the database open"):
        restore(drilled)

    other.close()
    assert Delivery.objects.count() == 3
    assert [*own_database.parent.glob(".*")] == []


def test_an_older_backup_is_migrated(drilled, own_database):
    with sqlite3.connect(drilled) as older:
        older.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        older.execute("DROP TABLE django_session")

    restore(drilled)

    assert Session.objects.count() == 0


def test_a_backup_of_a_later_version_is_refused(drilled):
    with sqlite3.connect(drilled) as later:
        later.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('teams', '9999_later', '2030-01-01')"
        )

    with pytest.raises(CommandError, match=r"migration teams\.9999_later\. Install that version first"):
        restore(drilled)


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"no database at all, but long enough" * 200, "cannot be copied"), (b"", "is no database of WeCom")],
)
def test_what_is_no_backup_is_refused(own_database, tmp_path, content, fault):
    (tmp_path / "other").write_bytes(content)

    with pytest.raises(CommandError, match=fault):
        restore(tmp_path / "other")

    assert [*own_database.parent.glob(".*")] == []


def test_a_missing_file_is_named(own_database, tmp_path):
    with pytest.raises(CommandError, match=f"There is no file {tmp_path / 'none'}"):
        restore(tmp_path / "none")


def test_a_file_must_be_named(own_database):
    with pytest.raises(CommandError, match="Name the file"):
        call_command("restore")


@pytest.mark.parametrize("fate", ["damaged", "gone"])
def test_a_lost_database_is_restored_too(drilled, own_database, fate):
    connection.close()
    own_database.unlink()
    if fate == "damaged":
        own_database.write_bytes(b"noise" * 5000)

    restore(drilled)

    assert states() == [("before", "sent", ""), ("waiting", "held", "restored")]


def test_a_damaged_backup_changes_nothing(drilled, own_database):
    size = drilled.stat().st_size
    with drilled.open("r+b") as file:
        file.seek(size // 3)
        file.write(b"\xff" * 40_000)

    with pytest.raises(CommandError, match="Nothing was restored"):
        restore(drilled)

    assert Delivery.objects.count() == 3


def test_after_another_tools_restore_what_waits_can_be_held(own_database, owe, wecom):
    owe("waiting", now=clock.now())

    call_command("restore", "--hold-only")
    dispatch()

    assert texts(wecom) == []
    assert states() == [("waiting", "held", "restored")]


@pytest.mark.parametrize(("words", "tool"), [(["backup", "x"], "pg_dump"), (["restore", "x"], "pg_restore")])
def test_postgresql_has_its_own_tools(words, tool, monkeypatch):
    monkeypatch.setattr(type(connection._connections[connection._alias]), "vendor", "postgresql")

    with pytest.raises(CommandError, match=tool):
        call_command(*words)
