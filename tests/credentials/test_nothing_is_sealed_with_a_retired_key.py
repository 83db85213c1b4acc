"""A process with an older keyring is refused to seal with a key that was taken out; nothing is lost to it."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from credentials.errors import KeyringOutdatedError
from credentials.models import Credential, RetiredKey
from notifications.models import Hook
from sealing.errors import KeyRetired
from sealing.keys import Purpose
from tests.credentials.conftest import KEY


def run(*words):
    printed = io.StringIO()
    call_command("keyring", *words, stdout=printed, stderr=printed)
    return printed.getvalue()


@pytest.fixture
def an_old_keyring(credential, keyring, settings, tmp_path):
    """Point the settings at the public keyring of before a rotation whose old keys were taken out."""
    keyring.public().write(tmp_path / "web.json")
    for purpose, old in (
        ("sealing", keyring.primary_key_id),
        ("hooks", keyring.primary_symmetric(Purpose.HOOKS).key_id),
    ):
        run("add", "--for", purpose)
        run("rotate")
        run("retire", old)
    settings.KEYRING_FILE = tmp_path / "web.json"


def test_a_robot_key_is_refused(an_old_keyring, register, credential, root):
    with pytest.raises(KeyringOutdatedError):
        register("By an old server")
    with pytest.raises(KeyringOutdatedError):
        credential.replace_key(f"{KEY[:-1]}0", by=root)

    assert Credential.objects.count() == 1


def test_the_person_and_the_log_are_told_why(an_old_keyring, as_user, root, keyring, caplog):
    with pytest.raises(KeyringOutdatedError) as caught:
        Credential.register(name="Group", webhook=KEY, by=root)

    assert str(caught.value) == (
        "This server's keyring is an old one: it seals with a key that was taken out, so nothing was saved. "
        "An administrator gives it the present one (docs/keys.md)."
    )
    assert f"Key {keyring.primary_key_id} was taken out, and this keyring still seals with it." in caplog.text


def test_a_hooks_secret_is_refused(an_old_keyring, shop, alice):
    with pytest.raises(KeyRetired):
        Hook.add(team=shop, pipeline=None, source="gitee", by=alice)


def test_an_old_whole_keyring_rotates_nothing_back(credential, keyring, settings):
    run("add")
    run("rotate")
    run("retire", keyring.primary_key_id)
    credential.refresh_from_db()
    keyring.write(settings.KEYRING_FILE)

    with pytest.raises(CommandError, match=f"Key {keyring.primary_key_id} was taken out"):
        run("rotate")

    assert Credential.objects.get().sealed_key == credential.sealed_key
    [line] = [line for line in run("status").splitlines() if keyring.primary_key_id in line]
    assert line.endswith("0 values  primary, opens, taken out")


def test_who_was_allowed_before_has_committed_before_it_is_counted(credential, keyring, monkeypatch):
    run("add")
    run("rotate")

    def meanwhile(seconds):
        assert RetiredKey.objects.filter(pk=keyring.primary_key_id).exists()
        monkeypatch.undo()
        Credential.objects.update(sealed_key=before)

    credential_before = Credential.objects.get()
    before = credential_before.sealed_key.replace(credential_before.sealed_key[6:22], keyring.primary_key_id)
    monkeypatch.setattr("credentials.retiring.time.sleep", meanwhile)
    with pytest.raises(CommandError, match=f"1 stored values are sealed with {keyring.primary_key_id}"):
        run("retire", keyring.primary_key_id)

    assert not RetiredKey.objects.exists()
