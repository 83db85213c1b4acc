"""A restore that cannot be right is refused, says why, and changes nothing."""

from __future__ import annotations

import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from notifications.delivery import heartbeat
from notifications.models import Delivery
from tests.operations.drills import restore


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


def test_a_damaged_backup_changes_nothing(drilled, own_database):
    size = drilled.stat().st_size
    with drilled.open("r+b") as file:
        file.seek(size // 3)
        file.write(b"\xff" * 40_000)

    with pytest.raises(CommandError, match="Nothing was restored"):
        restore(drilled)

    assert Delivery.objects.count() == 3


@pytest.mark.parametrize(("words", "tool"), [(["backup", "x"], "pg_dump"), (["restore", "x"], "pg_restore")])
def test_postgresql_has_its_own_tools(words, tool, monkeypatch):
    monkeypatch.setattr(type(connection._connections[connection._alias]), "vendor", "postgresql")

    with pytest.raises(CommandError, match=tool):
        call_command(*words)
