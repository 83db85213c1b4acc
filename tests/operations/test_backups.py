"""A backup is made while the product writes; what comes back of it pings nobody twice unasked."""

from __future__ import annotations

import sqlite3

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.models import Attempt, Delivery, Lane
from teams.models import AuditEntry, Team
from tests.operations.drills import back_up, dispatch, restore, states, texts
from wecomnotify import database_file


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


def test_an_older_backup_is_migrated(drilled, own_database):
    with sqlite3.connect(drilled) as older:
        older.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        older.execute("DROP TABLE django_session")

    restore(drilled)

    assert Session.objects.count() == 0


@pytest.mark.parametrize("fate", ["damaged", "gone"])
def test_a_lost_database_is_restored_too(drilled, own_database, fate):
    connection.close()
    own_database.unlink()
    if fate == "damaged":
        own_database.write_bytes(b"noise" * 5000)

    restore(drilled)

    assert states() == [("before", "sent", ""), ("waiting", "held", "restored")]


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


def test_after_another_tools_restore_what_waits_can_be_held(own_database, owe, wecom):
    owe("waiting", now=clock.now())

    call_command("restore", "--hold-only")
    dispatch()

    assert texts(wecom) == []
    assert states() == [("waiting", "held", "restored")]
