"""A process that starts with the other tier's keyring says so, and works as far as it goes."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from sealing.keyring import Keyring
from wecomnotify import starting

SENDS_NOTHING = (
    "This process sends nothing, and its keyring opens every credential. Give it one that only seals: "
    "manage.py keyring export --public"
)


@pytest.fixture
def public(keyring, settings):
    keyring.public().write(settings.KEYRING_FILE)


def warnings_at_start(caplog, *, delivers):
    with starting.ready(delivers=delivers):
        return [record.getMessage() for record in caplog.records if record.name == "wecomnotify.starting"]


def test_a_dispatcher_with_the_public_keyring_is_warned_of(public, settings, db, caplog):
    [warning] = warnings_at_start(caplog, delivers=True)

    assert warning == (
        f"The keyring {settings.KEYRING_FILE} is a web tier's and opens no credential: nothing can be sent. "
        "Point KEYRING_FILE at the whole keyring."
    )


def test_a_dispatcher_that_lacks_a_key_is_warned_of(keyring, settings, root, caplog):
    Credential.register(name="Group", webhook="0123abcd-0000-4000-8000-000000000001", by=root)
    Keyring.create().write(settings.KEYRING_FILE)

    [warning] = warnings_at_start(caplog, delivers=True)

    assert warning.startswith(f"The keyring lacks key {keyring.primary_key_id} (1 values).")


def test_a_web_tier_with_the_whole_keyring_is_warned_of(keyring, db, caplog):
    assert warnings_at_start(caplog, delivers=False) == [SENDS_NOTHING]


def test_a_web_tier_with_the_public_keyring_is_in_order(public, db, caplog):
    assert warnings_at_start(caplog, delivers=False) == []


def test_a_dispatcher_with_the_whole_keyring_is_in_order(keyring, db, caplog):
    assert warnings_at_start(caplog, delivers=True) == []
