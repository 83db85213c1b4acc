"""The drill of docs/operations.md on PostgreSQL: pg_dump, pg_restore into a new database, hold what waits."""

from __future__ import annotations

import subprocess

import pytest
from django.core.management import call_command
from django.db import connection

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.models import Delivery, Lane
from teams.models import AuditEntry
from tests.engines.postgresql import programs
from tests.operations.drills import dispatch, states, texts
from tests.operations.postgresql import product_on

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(programs() is None, reason="No pg_dump here: apt-get install postgresql"),
]
RESTORED = "wecomnotify_restored"


def url_of(database):
    told = connection.settings_dict
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{database}"


def run(program, *words):
    subprocess.run([programs() / program, *words], check=True, capture_output=True, timeout=60)


@pytest.fixture
def restored(owe, wecom, tmp_path):
    """Send one message, dump while another waits, then send that one and a third; restore the dump."""
    owe("before", now=clock.now())
    dispatch()
    owe("waiting", now=clock.now())
    file = tmp_path / "backup.dump"
    run("pg_dump", "--format=custom", f"--file={file}", url_of(connection.settings_dict["NAME"]))
    owe("after", now=clock.now())
    dispatch()
    run("createdb", f"--maintenance-db={url_of('postgres')}", RESTORED)
    run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url_of(RESTORED)}", file)
    with product_on(url_of(RESTORED)):
        yield
    run("dropdb", "--force", f"--maintenance-db={url_of('postgres')}", RESTORED)


def test_nothing_is_sent_twice_unasked_after_a_restore(restored, wecom, capsys):
    call_command("migrate", verbosity=0)
    call_command("restore", "--hold-only")
    dispatch()

    assert texts(wecom) == ["before", "waiting", "after"]
    assert states() == [("before", "sent", ""), ("waiting", "held", "restored")]
    assert AuditEntry.objects.filter(verb="backup.restored").exists()
    assert capsys.readouterr().out.startswith("1 messages that waited are held")


def test_a_restored_product_delivers_what_is_new_and_what_a_person_releases(restored, owe, wecom, root):
    call_command("restore", "--hold-only")
    Lane.objects.update(tokens=8)  # the minute is over
    owe("new", now=clock.now())
    Delivery.objects.get(state="held").redeliver(by=root)
    dispatch()

    assert sorted(texts(wecom)[3:]) == ["new", "waiting"]


def test_without_the_keyring_a_restored_product_says_so_and_changes_no_key(
    restored, owe, wecom, settings, tmp_path, capsys
):
    sealed, whole = Credential.objects.get().sealed_key, settings.KEYRING_FILE
    settings.KEYRING_FILE = tmp_path / "lost.json"
    call_command("restore", "--hold-only")
    assert f"There is no keyring at {settings.KEYRING_FILE}" in capsys.readouterr().out
    Lane.objects.update(tokens=8)
    owe("new", now=clock.now())
    dispatch()

    assert states()[-1] == ("new", "pending", "key_unavailable")
    assert Credential.objects.get().sealed_key == sealed
    settings.KEYRING_FILE = whole
    call_command("keyring", "verify")
    assert capsys.readouterr().out == "1 credentials open.\n"
