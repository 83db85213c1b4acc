from __future__ import annotations

import json
from hashlib import sha256

import pytest

from sealing import KeyInUse, KeyMissing, Keyring, Purpose


def test_a_key_id_is_the_hash_of_the_public_key():
    keyring = Keyring.create()
    assert keyring.primary_key_id == sha256(keyring.primary.public_bytes).hexdigest()[:16]


def test_every_keyring_and_every_purpose_has_its_own_keys():
    one, other = Keyring.create(), Keyring.create()
    raw = [keyring.primary_symmetric(purpose).raw() for keyring in (one, other) for purpose in Purpose]
    assert len(set(raw)) == 8
    assert one.primary_key_id != other.primary_key_id


def test_a_printed_keyring_shows_ids_only():
    keyring = Keyring.create()
    for shown in (repr(keyring), repr(keyring.primary_symmetric(Purpose.AUDIT))):
        assert keyring.primary.private.reveal() not in shown
        assert keyring.primary_symmetric(Purpose.AUDIT).key.reveal() not in shown
    assert keyring.primary_key_id in repr(keyring)


def test_the_public_keyring_keeps_symmetric_keys_and_no_private_one():
    keyring = Keyring.create().with_new_key_pair()
    public = keyring.public()
    assert all(pair.private is None and pair.private_key() is None for pair in public.pairs)
    assert [pair.key_id for pair in public.pairs] == [pair.key_id for pair in keyring.pairs]
    assert public.symmetric == keyring.symmetric
    assert '"private"' in keyring.text()
    assert '"private"' not in public.text()


def test_an_unknown_key_is_missing_and_the_held_ones_are_named():
    keyring = Keyring.create()
    with pytest.raises(KeyMissing) as caught:
        keyring.pair("0123456789abcdef")
    assert caught.value.have == (keyring.primary_key_id,)
    with pytest.raises(KeyMissing) as caught:
        keyring.symmetric_key(Purpose.HOOKS, "0123456789abcdef")
    assert caught.value.have == (keyring.primary_symmetric(Purpose.HOOKS).key_id,)


def test_an_older_key_can_be_taken_out_and_the_primary_one_cannot():
    old = Keyring.create()
    both = old.with_new_key_pair()
    assert [pair.key_id for pair in both.pairs] == [both.primary_key_id, old.primary_key_id]
    assert [pair.key_id for pair in both.without(old.primary_key_id).pairs] == [both.primary_key_id]
    with pytest.raises(KeyInUse):
        both.without(both.primary_key_id)
    with pytest.raises(KeyMissing):
        both.without("0123456789abcdef")


def test_the_status_lists_every_key_and_what_it_can_do():
    keyring = Keyring.create().with_new_key_pair().with_new_symmetric_key(Purpose.TOTP)
    rows = [(row.purpose, row.is_primary, row.can_open) for row in keyring.status()]
    assert rows == [
        ("sealing", True, True),
        ("sealing", False, True),
        ("hooks", True, True),
        ("fingerprint", True, True),
        ("audit", True, True),
        ("totp", True, True),
        ("totp", False, True),
    ]
    assert [row.can_open for row in keyring.public().status()] == [False, False, True, True, True, True, True]
    assert keyring.status()[0].key_id == keyring.primary_key_id
    assert keyring.status()[0].created == keyring.primary.created


def test_an_entry_of_a_found_copy_can_be_added_at_the_end(tmp_path):
    found, present = Keyring.create(), Keyring.create()
    file = tmp_path / "keyring.json"
    present.write(file)
    content, lost = json.loads(present.text()), json.loads(found.text())["sealing"]
    file.write_text(json.dumps(content | {"sealing": content["sealing"] + lost}))

    mended = Keyring.read(file)
    assert mended.primary == present.primary
    assert mended.pair(found.primary_key_id).private == found.primary.private
