"""What is done with the keys stands in the audit trail: which key, how many values, never a key itself."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from credentials.models import Credential
from sealing.keyring import Keyring
from teams.models import AuditEntry


def run(*words):
    printed = io.StringIO()
    call_command("keyring", *words, stdout=printed, stderr=printed)
    return printed.getvalue()


def last():
    entry = AuditEntry.objects.first()
    return entry.verb, entry.target, entry.after


def test_a_first_keyring_is_recorded(db, settings, tmp_path):
    settings.KEYRING_FILE = tmp_path / "keyring.json"
    run("init")

    assert last() == ("key.created", Keyring.read(settings.KEYRING_FILE).primary_key_id, {})


def test_a_keys_whole_life_is_recorded(credential, shops_own, keyring, settings):
    run("add")
    new = Keyring.read(settings.KEYRING_FILE).primary_key_id
    assert last() == ("key.added", new, {})
    run("rotate")
    assert last() == ("key.rotated", new, {"count": 2})
    run("verify")
    assert last() == ("key.tested", new, {"count": 2})
    run("export", "--public")
    assert last() == ("key.issued", new, {"name": "keyring.public.json"})
    run("retire", keyring.primary_key_id)
    assert last() == ("key.removed", keyring.primary_key_id, {})
    assert {entry.actor_name for entry in AuditEntry.objects.filter(verb__startswith="key.")} == {"system"}


def test_the_entries_are_told_in_words(credential):
    run("verify")

    assert AuditEntry.objects.first().phrase == "Key: tested"


@pytest.mark.parametrize(("word", "verb"), [("verify", "key.tested"), ("rotate", "key.rotated")])
def test_what_does_not_open_is_counted(credential, shops_own, settings, word, verb):
    Credential.objects.filter(pk=shops_own.pk).update(sealed_key=credential.sealed_key)
    run("add")
    with pytest.raises(CommandError):
        run(word)

    new = Keyring.read(settings.KEYRING_FILE).primary_key_id
    assert last() == (verb, new, {"count": 1, "faults": 1})


def test_what_is_refused_is_not_recorded(credential, keyring):
    before = AuditEntry.objects.count()
    with pytest.raises(CommandError):
        run("retire", keyring.primary_key_id)

    assert AuditEntry.objects.count() == before


def test_looking_is_not_recorded(credential):
    before = AuditEntry.objects.count()
    run("status")

    assert AuditEntry.objects.count() == before


def test_a_trail_that_cannot_be_written_stops_nobody(keyring, settings, monkeypatch, db):
    def fails(**_entry):
        raise DatabaseError("no such table")

    monkeypatch.setattr(AuditEntry, "record", fails)
    printed = run("add")

    assert printed.endswith(
        "This is not in the audit trail: the database does not answer, or lacks migrations.\n"
    )
    assert len(Keyring.read(settings.KEYRING_FILE).pairs) == 2
