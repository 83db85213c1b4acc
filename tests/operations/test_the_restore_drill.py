"""The drill of docs/operations.md in one piece: dump, restore elsewhere, look without the keyring, then with.

Without it everything but sending works and says why, and the sealed bytes are those of the dump; with it
every value opens and the product delivers.
"""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.models import Attempt, Hook, Lane
from tests.engines.postgresql import programs
from tests.operations.drills import back_up, dispatch, restore, states, texts
from tests.operations.postgresql import product_on
from tests.operations.test_backups_of_postgresql import RESTORED, run, url_of


def sealed_bytes():
    """Return the stored values as the database keeps them, byte by byte."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sealed_key FROM credentials_credential ORDER BY id")
        rows = cursor.fetchall()
        cursor.execute("SELECT id, sealed_secret FROM notifications_hook ORDER BY id")
        return [(str(pk), value.encode()) for pk, value in rows + cursor.fetchall()]


def keyring(word):
    printed = io.StringIO()
    call_command("keyring", word, stdout=printed, stderr=printed)
    return printed.getvalue()


def drill(owe, wecom, settings, tmp_path, sealed, root):
    """Try the restored product without its keyring, and with it."""
    whole, settings.KEYRING_FILE = settings.KEYRING_FILE, tmp_path / "lost.json"
    with pytest.raises(
        CommandError, match=f"There is no keyring at {settings.KEYRING_FILE}. Restore it from"
    ):
        keyring("verify")
    Lane.objects.update(tokens=8)  # the minute is over
    owe("new", now=clock.now())
    dispatch()
    assert states()[-1] == ("new", "pending", "key_unavailable")
    assert Attempt.objects.latest("pk").outcome == "key_unavailable"
    assert texts(wecom) == ["before"]
    assert sealed_bytes() == sealed

    settings.KEYRING_FILE = whole
    assert keyring("verify") == "1 credentials open.\n1 hook secrets open.\n"
    Lane.objects.get().try_now(by=root)
    dispatch()
    assert texts(wecom) == ["before", "new"]
    assert states()[-1] == ("new", "sent", "")
    assert sealed_bytes() == sealed


@pytest.fixture
def in_use(shop, owe, root):
    """Send one message, and have a hook as well."""
    Hook.add(team=shop, pipeline=None, source="gitee", by=root)
    owe("before", now=clock.now())
    dispatch()


@pytest.mark.sqlite
def test_the_drill_on_sqlite(own_database, backup_file, in_use, owe, wecom, settings, tmp_path, root):
    sealed = sealed_bytes()
    back_up(backup_file)
    Credential.objects.update(sealed_key="lost")
    restore(backup_file)

    drill(owe, wecom, settings, tmp_path, sealed, root)


@pytest.mark.postgresql
@pytest.mark.skipif(programs() is None, reason="No pg_dump here: apt-get install postgresql")
@pytest.mark.django_db(transaction=True)
def test_the_drill_on_postgresql(in_use, owe, wecom, settings, tmp_path, root):
    sealed, file = sealed_bytes(), tmp_path / "backup.dump"
    run("pg_dump", "--format=custom", f"--file={file}", url_of(connection.settings_dict["NAME"]))
    run("createdb", f"--maintenance-db={url_of('postgres')}", RESTORED)
    run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url_of(RESTORED)}", file)
    with product_on(url_of(RESTORED)):
        call_command("restore", "--hold-only")

        drill(owe, wecom, settings, tmp_path, sealed, root)
    run("dropdb", "--force", f"--maintenance-db={url_of('postgres')}", RESTORED)
