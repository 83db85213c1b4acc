from __future__ import annotations

import re

from sealing import Keyring, Secret, fingerprint

KEYRING = Keyring.create()


def test_the_same_key_at_the_same_endpoint_has_the_same_fingerprint():
    first = fingerprint(Secret("a-robot-key"), keyring=KEYRING, endpoint="public")
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert fingerprint(Secret("a-robot-key"), keyring=KEYRING.public(), endpoint="public") == first


def test_key_endpoint_and_keyring_all_count():
    prints = {
        fingerprint(Secret("a-robot-key"), keyring=KEYRING, endpoint="public"),
        fingerprint(Secret("b-robot-key"), keyring=KEYRING, endpoint="public"),
        fingerprint(Secret("a-robot-key"), keyring=KEYRING, endpoint="private"),
        fingerprint(Secret("a-robot-key"), keyring=Keyring.create(), endpoint="public"),
        fingerprint(Secret("ca-robot-key"), keyring=KEYRING, endpoint="publi"),
    }
    assert len(prints) == 5


def test_a_new_sealing_key_leaves_fingerprints_alone():
    before = fingerprint(Secret("a-robot-key"), keyring=KEYRING, endpoint="public")
    assert (
        fingerprint(Secret("a-robot-key"), keyring=KEYRING.with_new_key_pair(), endpoint="public") == before
    )
