"""A keyring's file is changed by one command at a time, and never loses a key that something needs."""

from __future__ import annotations

import fcntl
import io
import os

import pytest
from django.core.management import CommandError, call_command

from credentials.models import Credential
from sealing.boxes import seal
from sealing.keyring import Keyring
from sealing.secret import Secret
from teams import sealed_values
from tests.credentials.conftest import KEY


def run(*words):
    printed = io.StringIO()
    call_command("keyring", *words, stdout=printed, stderr=printed)
    return printed.getvalue()


@pytest.fixture
def another_command(keyring, settings):
    """Be at work on the keyring, as another process would."""
    with Keyring.alone(settings.KEYRING_FILE):
        yield


@pytest.mark.parametrize("words", [("init",), ("add",), ("rotate",), ("retire", "0123456789abcdef")])
def test_a_second_command_is_refused_while_one_is_at_work(another_command, settings, words):
    before = settings.KEYRING_FILE.read_text()

    with pytest.raises(CommandError) as caught:
        run(*words)

    assert str(caught.value) == (
        f"Another command is at work on the keyring {settings.KEYRING_FILE}. "
        "Run this one again when that has ended."
    )
    assert settings.KEYRING_FILE.read_text() == before


@pytest.mark.parametrize("word", ["status", "verify"])
def test_looking_disturbs_nobody(another_command, credential, word):
    assert run(word)


def test_a_command_that_ends_or_fails_lets_the_next_one_in(credential, settings):
    run("add")
    with pytest.raises(CommandError):
        run("retire", "0123456789abcdef")
    run("rotate")

    descriptor = os.open(settings.KEYRING_FILE.parent, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(descriptor)


def test_a_value_sealed_between_count_and_write_brings_the_key_back(
    credential, keyring, settings, monkeypatch
):
    run("add")
    run("rotate")
    before = settings.KEYRING_FILE.read_text()
    genuine = Keyring.write

    def write(rest, path, **more):
        token = seal(Secret(KEY), keyring=keyring, context=credential.sealing_context)
        Credential.objects.filter(pk=credential.pk).update(sealed_key=token)
        genuine(rest, path, **more)

    monkeypatch.setattr(Keyring, "write", write)
    with pytest.raises(CommandError, match=f"1 stored values are sealed with {keyring.primary_key_id}"):
        run("retire", keyring.primary_key_id)

    assert settings.KEYRING_FILE.read_text() == before
    credential.refresh_from_db()
    assert credential._open(Keyring.read(settings.KEYRING_FILE)).reveal() == KEY


def test_a_database_that_fails_at_the_second_count_brings_the_key_back(
    credential, keyring, settings, monkeypatch
):
    run("add")
    run("rotate")
    counts = iter([sealed_values.rows_by_key_id()] * 2)
    monkeypatch.setattr("credentials.retiring.rows_by_key_id", lambda: next(counts))

    with pytest.raises(StopIteration):
        run("retire", keyring.primary_key_id)

    assert Keyring.read(settings.KEYRING_FILE).pair(keyring.primary_key_id)


def test_the_whole_keyring_is_never_replaced_by_its_public_half(keyring, settings):
    with pytest.raises(CommandError) as caught:
        run("export", "--public", "--to", str(settings.KEYRING_FILE.parent / "." / "keyring.json"))

    assert str(caught.value) == (
        f"{settings.KEYRING_FILE} is the whole keyring, and stays. Name another file with --to."
    )
    assert Keyring.read(settings.KEYRING_FILE) == keyring
