from __future__ import annotations

import json
import traceback

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sealing import Keyring, Malformed, SealingError, WrongKey

KEYRING, STRANGER = Keyring.create(), Keyring.create()
KEY_ID = KEYRING.primary_key_id
TEXT = KEYRING.text()


def read(tmp_path, text):
    path = tmp_path / "keyring.json"
    path.write_text(text)
    path.chmod(0o600)
    return Keyring.read(path)


def changed(purpose, **members):
    content = json.loads(TEXT)
    content[purpose][0] |= members
    content[purpose][0] = {name: value for name, value in content[purpose][0].items() if value is not None}
    return json.dumps(content)


def stranger(purpose, member):
    return json.loads(STRANGER.text())[purpose][0][member]


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", '{"format": "another"}', "[" * 100_000, "\x00", '{"a":']
)
def test_what_is_no_keyring_is_malformed(tmp_path, text):
    with pytest.raises(Malformed) as caught:
        read(tmp_path, text)
    assert str(caught.value) == (
        f"The file {tmp_path / 'keyring.json'} is not a keyring of this version. "
        "Restore the keyring from its backup."
    )


@pytest.mark.parametrize("value", [None, [], {}, "keys", [1], [{}, "x"], [{"id": 7}]])
@pytest.mark.parametrize("member", ["sealing", "hooks", "totp", "more"])
def test_a_keyring_with_missing_or_foreign_parts_is_malformed(tmp_path, member, value):
    content = json.loads(TEXT) | {member: value}
    with pytest.raises(Malformed) as caught:
        read(tmp_path, json.dumps(content))
    assert str(caught.value) == (
        f"The keyring {tmp_path / 'keyring.json'} is incomplete or damaged. Restore it from its backup."
    )


@pytest.mark.parametrize(
    ("purpose", "members", "fault"),
    [
        ("sealing", {"public": "AA"}, "has no proper public key of 32 bytes."),
        ("sealing", {"public": None}, "has no proper public key of 32 bytes."),
        ("sealing", {"private": "not base64"}, "has no proper private key of 32 bytes."),
        ("sealing", {"created": "yesterday"}, "does not say when it was created."),
        ("sealing", {"created": None}, "does not say when it was created."),
        ("sealing", {"created": "2026-11-24T08:00:00"}, "does not say when it was created."),
    ],
)
def test_a_damaged_entry_is_named(tmp_path, purpose, members, fault):
    with pytest.raises(Malformed) as caught:
        read(tmp_path, changed(purpose, **members))
    assert str(caught.value) == f"The keyring's entry {KEY_ID} {fault}"


@pytest.mark.parametrize("purpose", ["sealing", "hooks"])
def test_members_of_a_newer_version_are_not_dropped_silently(tmp_path, purpose):
    with pytest.raises(Malformed) as caught:
        read(tmp_path, changed(purpose, id=KEY_ID, retired="2027-01-01"))
    assert str(caught.value) == (
        f"The keyring's entry {KEY_ID} has members this version does not know. Use the version that wrote it."
    )


@pytest.mark.parametrize(
    ("purpose", "member"),
    [("sealing", "private"), ("sealing", "public"), ("sealing", "id"), ("audit", "key"), ("audit", "id")],
)
def test_a_key_under_a_foreign_id_is_the_wrong_key(tmp_path, purpose, member):
    text = changed(purpose, **{member: stranger(purpose, member)})
    with pytest.raises(WrongKey) as caught:
        read(tmp_path, text)
    assert caught.value.key_id == json.loads(text)[purpose][0]["id"]


def test_a_public_key_under_a_foreign_id_is_the_wrong_key(tmp_path):
    with pytest.raises(WrongKey):
        read(tmp_path, changed("sealing", public=stranger("sealing", "public"), private=None))


def test_a_key_of_one_purpose_does_not_serve_another(tmp_path):
    with pytest.raises(WrongKey):
        read(tmp_path, changed("totp", **json.loads(TEXT)["hooks"][0]))


@pytest.mark.parametrize(
    "slip", [KEYRING.primary.private.reveal(), "not-an-id-16char", ""], ids=["a key", "no id", "nothing"]
)
def test_a_key_put_where_an_id_belongs_is_not_shown(tmp_path, slip):
    with pytest.raises(WrongKey) as caught:
        read(tmp_path, changed("sealing", id=slip))
    assert caught.value.key_id == "without an id"


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(TEXT) - 1), character=st.characters(codec="ascii"))
def test_no_fault_shows_a_key(tmp_path, place, character):
    try:
        read(tmp_path, TEXT[:place] + character + TEXT[place + 1 :])
    except SealingError as error:
        shown = "".join(traceback.format_exception(error)) + repr(error.__context__)
        assert KEYRING.primary.private.reveal()[:20] not in shown
        assert all(keys[0].key.reveal()[:20] not in shown for keys in KEYRING.symmetric.values())
