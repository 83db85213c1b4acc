"""Keys for hook secrets and factors are replaced as sealing pairs are; two others stay."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from notifications.models import Hook
from sealing.boxes import key_id_of
from sealing.keyring import Keyring
from sealing.keys import Purpose
from teams.models import AuditEntry
from teams.sealed_values import KeyUser


def run(*words):
    printed = io.StringIO()
    call_command("keyring", *words, stdout=printed, stderr=printed)
    return printed.getvalue()


def primary(settings, purpose):
    return Keyring.read(settings.KEYRING_FILE).primary_symmetric(Purpose(purpose)).key_id


@pytest.fixture
def hook(keyring, shop, alice):
    return Hook.add(team=shop, pipeline=None, source="gitee", by=alice)


def test_hook_secrets_go_under_a_new_key(hook, keyring, settings):
    made, secret = hook
    old = primary(settings, "hooks")
    run("add", "--for", "hooks")
    new = primary(settings, "hooks")

    assert run("rotate") == f"1 hook secrets sealed anew with {new}.\n"
    made.refresh_from_db()
    assert key_id_of(made.sealed_secret) == new != old
    run("retire", old)
    assert made.secret().reveal() == secret.reveal()
    assert [key.key_id for key in Keyring.read(settings.KEYRING_FILE).symmetric[Purpose.HOOKS]] == [new]


def test_a_rotation_of_one_purpose_leaves_the_others_alone(hook, keyring, settings):
    run("add", "--for", "totp")

    assert run("rotate") == "0 stored values sealed anew.\n"
    assert Keyring.read(settings.KEYRING_FILE).pairs == keyring.pairs


def test_a_hooks_key_in_use_is_not_taken_out(hook, settings):
    old = primary(settings, "hooks")
    run("add", "--for", "hooks")

    with pytest.raises(CommandError, match=f"1 stored values are sealed with {old}"):
        run("retire", old)


def test_a_primary_key_is_not_taken_out(keyring, settings, db):
    key_id = primary(settings, "hooks")

    with pytest.raises(CommandError) as caught:
        run("retire", key_id)

    assert str(caught.value) == (
        f"Key {key_id} is the primary key. Add a new key first: manage.py keyring add --for hooks"
    )


@pytest.mark.parametrize("verb", ["add", "retire"])
def test_the_fingerprint_key_stays(keyring, settings, db, verb):
    words = {"add": ("--for", "fingerprint"), "retire": (primary(settings, "fingerprint"),)}[verb]

    with pytest.raises(CommandError, match="The fingerprint key is never replaced: with another one no"):
        run(verb, *words)

    assert Keyring.read(settings.KEYRING_FILE) == keyring


def test_a_key_of_the_audit_trail_stays_as_long_as_a_link_names_it(keyring, settings, db, monkeypatch):
    old = primary(settings, "audit")
    links = KeyUser(kind="link", model=AuditEntry, column="target", purpose=Purpose.AUDIT)
    monkeypatch.setattr("teams.sealed_values._users", [links])
    assert "rotate" not in run("add", "--for", "audit")
    AuditEntry.objects.create(target=old)

    with pytest.raises(CommandError) as caught:
        run("retire", old)

    assert str(caught.value) == (
        f"1 links of the audit trail were made with {old}, and can be checked with it only. It stays."
    )
    assert Keyring.read(settings.KEYRING_FILE).symmetric_key(Purpose.AUDIT, old)


def test_hook_secrets_are_verified(hook, keyring, settings):
    made, _secret = hook
    Hook.objects.filter(pk=made.pk).update(public_id="0123456789abcdef")
    printed = io.StringIO()

    with pytest.raises(CommandError, match="1 stored values do not open, 0 do"):
        call_command("keyring", "verify", stdout=printed, stderr=printed)

    assert printed.getvalue().startswith(f"hook secret {made.pk}: The value sealed with key")
