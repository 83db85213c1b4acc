from __future__ import annotations

import pickle

import pytest

from sealing import KeyInUse, KeyMissing, KeyringMissing, PrivateKeyMissing, SealingError, Tampered, WrongKey

KEY_ID = "0123456789abcdef"
SENTENCES = [
    (
        KeyringMissing("/srv/keyring.json"),
        (
            "There is no keyring at /srv/keyring.json. Restore it from its backup, "
            "or make a first one with: manage.py keyring init"
        ),
    ),
    (
        KeyMissing(KEY_ID, ("aaaa", "bbbb")),
        (
            "Key 0123456789abcdef is not in the keyring (it holds: aaaa, bbbb). "
            "Restore the keyring that has this key; the sealed value itself is untouched."
        ),
    ),
    (
        KeyMissing(KEY_ID),
        (
            "Key 0123456789abcdef is not in the keyring (it holds: none). "
            "Restore the keyring that has this key; the sealed value itself is untouched."
        ),
    ),
    (
        PrivateKeyMissing(KEY_ID),
        (
            "The keyring holds only the public half of key 0123456789abcdef. "
            "Only the dispatcher's keyring can open what was sealed with it."
        ),
    ),
    (
        WrongKey(KEY_ID),
        (
            "The keyring's entry 0123456789abcdef holds another key than its id says. "
            "Restore the keyring from its backup; do not edit it by hand."
        ),
    ),
    (
        Tampered(KEY_ID),
        (
            "The value sealed with key 0123456789abcdef was changed or moved from another place. "
            "Enter the secret again, or restore the database row from its backup."
        ),
    ),
    (
        KeyInUse(KEY_ID),
        "Key 0123456789abcdef is the primary key. Add a new key first: manage.py keyring add",
    ),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES, ids=lambda value: type(value).__name__)
def test_an_error_names_the_thing_the_fault_and_the_next_step(error, sentence):
    assert str(error) == sentence
    assert isinstance(error, SealingError)


@pytest.mark.parametrize("error", [error for error, _ in SENTENCES], ids=lambda error: type(error).__name__)
def test_an_error_crosses_processes_unchanged(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_missing_private_half_is_a_missing_key_and_nothing_else_overlaps():
    assert issubclass(PrivateKeyMissing, KeyMissing)
    kinds = [KeyringMissing, KeyMissing, WrongKey, Tampered]
    assert not any(issubclass(one, other) for one in kinds for other in kinds if one is not other)
