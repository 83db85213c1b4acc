from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing import (
    Context,
    KeyMissing,
    Keyring,
    Malformed,
    PrivateKeyMissing,
    SealingError,
    Secret,
    Tampered,
    key_id_of,
    seal,
    unseal,
)
from sealing.boxes import SUITE
from sealing.encoding import base64url, joined

pytestmark = pytest.mark.asvs("V11.3.2", "V11.3.3")

KEYRING = Keyring.create()
HERE = Context(credential="8f14e45f", endpoint="public", field="key")
PLAIN = "693a91f6-7aaa-4bc4-97a0-0ec2f00d7c2f"
TOKEN = seal(Secret(PLAIN), keyring=KEYRING, context=HERE)
NAMES = st.text(st.characters(), max_size=12)
CONTEXTS = st.builds(Context, credential=NAMES, endpoint=NAMES, field=NAMES)
URL_SAFE = st.characters(codec="ascii", categories=["L", "N"], include_characters="-_.")


@settings(deadline=None)
@given(st.text(), CONTEXTS)
def test_what_was_sealed_comes_back(plain, context):
    token = seal(Secret(plain), keyring=KEYRING, context=context)
    assert unseal(token, keyring=KEYRING, context=context).reveal() == plain


def test_a_token_says_its_format_and_key_and_not_the_secret():
    assert TOKEN.startswith(f"wv1.h.{KEYRING.primary_key_id}.")
    assert PLAIN not in TOKEN
    assert key_id_of(TOKEN) == KEYRING.primary_key_id
    assert len(TOKEN) == 135


def test_sealing_twice_gives_two_tokens():
    assert seal(Secret(PLAIN), keyring=KEYRING, context=HERE) != TOKEN


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(TOKEN) - 1), URL_SAFE)
def test_any_changed_character_is_noticed(place, character):
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    if changed != TOKEN:
        with pytest.raises((Malformed, KeyMissing, Tampered)):
            unseal(changed, keyring=KEYRING, context=HERE)


@pytest.mark.parametrize("place", range(len(TOKEN)))
def test_any_dropped_or_doubled_character_is_noticed(place):
    for changed in (TOKEN[:place] + TOKEN[place + 1 :], TOKEN[:place] + TOKEN[place] + TOKEN[place:]):
        with pytest.raises(SealingError):
            unseal(changed, keyring=KEYRING, context=HERE)


@pytest.mark.parametrize("part", ["credential", "endpoint", "field"])
def test_a_token_moved_to_another_place_does_not_open(part):
    elsewhere = dataclasses.replace(HERE, **{part: "another"})
    with pytest.raises(Tampered) as caught:
        unseal(TOKEN, keyring=KEYRING, context=elsewhere)
    assert caught.value.key_id == KEYRING.primary_key_id


@given(CONTEXTS, CONTEXTS)
def test_different_contexts_are_different_bytes(one, other):
    assert (one.encoded() == other.encoded()) == (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PLAIN,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + PLAIN,
        TOKEN.replace("wv1", "wv2"),
        TOKEN.replace(".h.", ".g."),
        TOKEN.replace(".h.", ".s."),
        TOKEN + "\n",
        TOKEN + "=",
        TOKEN.upper(),
    ],
)
def test_what_is_no_token_is_never_taken_for_a_secret(text):
    with pytest.raises(Malformed) as caught:
        unseal(text, keyring=KEYRING, context=HERE)
    assert str(caught.value) == "The stored value is no sealed token. Enter the secret again."


def test_what_is_no_token_names_no_key():
    with pytest.raises(Malformed):
        key_id_of(PLAIN)


def test_a_foreign_keyring_lacks_the_key_and_says_which():
    foreign = Keyring.create()
    with pytest.raises(KeyMissing) as caught:
        unseal(TOKEN, keyring=foreign, context=HERE)
    assert type(caught.value) is KeyMissing
    assert caught.value.key_id == KEYRING.primary_key_id
    assert caught.value.have == (foreign.primary_key_id,)


def test_the_web_tier_seals_what_it_cannot_open():
    public = KEYRING.public()
    token = seal(Secret(PLAIN), keyring=public, context=HERE)
    with pytest.raises(PrivateKeyMissing):
        unseal(token, keyring=public, context=HERE)
    assert unseal(token, keyring=KEYRING, context=HERE) == Secret(PLAIN)


@pytest.mark.asvs("V11.2.2")
def test_a_new_key_seals_and_the_old_one_still_opens():
    rotated = KEYRING.with_new_key_pair()
    assert unseal(TOKEN, keyring=rotated, context=HERE) == Secret(PLAIN)
    assert key_id_of(seal(Secret(PLAIN), keyring=rotated, context=HERE)) == rotated.primary_key_id
    with pytest.raises(KeyMissing):
        unseal(TOKEN, keyring=rotated.without(KEYRING.primary_key_id), context=HERE)


def sealed_bytes(data):
    pair = KEYRING.primary
    sealed = SUITE.encrypt(data, pair.public_key(), joined("wv1.h", pair.key_id) + HERE.encoded())
    return f"wv1.h.{pair.key_id}.{base64url(sealed)}"


def test_sealed_bytes_that_are_no_text_are_refused_without_showing_them():
    with pytest.raises(Tampered) as caught:
        unseal(sealed_bytes(b"\xff" + PLAIN.encode()), keyring=KEYRING, context=HERE)
    assert caught.value.__context__ is None


def test_a_token_too_short_to_be_opened_is_tampered():
    with pytest.raises(Tampered):
        unseal(f"wv1.h.{KEYRING.primary_key_id}.QQ", keyring=KEYRING, context=HERE)
