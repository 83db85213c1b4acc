from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing import KeyMissing, Keyring, Malformed, Purpose, SealingError, Secret, Tampered, box, seal, unbox
from sealing.boxes import Context
from sealing.encoding import base64url

pytestmark = pytest.mark.asvs("V11.3.2", "V11.3.3")

KEYRING = Keyring.create()
HERE = "hook:12"
TOKEN = box(Secret("SEC-of-a-hook"), keyring=KEYRING, context_text=HERE)
URL_SAFE = st.characters(codec="ascii", categories=["L", "N"], include_characters="-_.")


@settings(deadline=None)
@given(st.text(), st.text(st.characters()), st.sampled_from(Purpose))
def test_what_was_boxed_comes_back(plain, where, purpose):
    token = box(Secret(plain), keyring=KEYRING, context_text=where, purpose=purpose)
    assert unbox(token, keyring=KEYRING, context_text=where, purpose=purpose).reveal() == plain


def test_the_web_tier_opens_a_box():
    assert unbox(TOKEN, keyring=KEYRING.public(), context_text=HERE).reveal() == "SEC-of-a-hook"


def test_a_box_names_its_key_and_differs_every_time():
    assert TOKEN.startswith(f"wv1.s.{KEYRING.primary_symmetric(Purpose.HOOKS).key_id}.")
    assert box(Secret("SEC-of-a-hook"), keyring=KEYRING, context_text=HERE) != TOKEN


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(TOKEN) - 1), URL_SAFE)
def test_any_changed_character_is_noticed(place, character):
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    if changed != TOKEN:
        with pytest.raises((Malformed, KeyMissing, Tampered)):
            unbox(changed, keyring=KEYRING, context_text=HERE)


@pytest.mark.parametrize("place", range(len(TOKEN)))
def test_any_dropped_character_is_noticed(place):
    with pytest.raises(SealingError):
        unbox(TOKEN[:place] + TOKEN[place + 1 :], keyring=KEYRING, context_text=HERE)


def test_a_box_moved_to_another_place_does_not_open():
    with pytest.raises(Tampered):
        unbox(TOKEN, keyring=KEYRING, context_text="hook:13")


def test_a_box_does_not_open_for_another_purpose():
    with pytest.raises(KeyMissing):
        unbox(TOKEN, keyring=KEYRING, context_text=HERE, purpose=Purpose.TOTP)


def test_a_new_key_boxes_and_the_old_one_still_opens():
    rotated = KEYRING.with_new_symmetric_key(Purpose.HOOKS)
    assert unbox(TOKEN, keyring=rotated, context_text=HERE).reveal() == "SEC-of-a-hook"
    assert box(Secret("x"), keyring=rotated, context_text=HERE).split(".")[2] != TOKEN.split(".")[2]
    assert rotated.symmetric[Purpose.TOTP] == KEYRING.symmetric[Purpose.TOTP]


@pytest.mark.parametrize("data", [b"short", b"n" * 12 + b"less than a tag"[:10]])
def test_a_token_too_short_to_be_opened_is_tampered(data):
    key_id = KEYRING.primary_symmetric(Purpose.HOOKS).key_id
    with pytest.raises(Tampered):
        unbox(f"wv1.s.{key_id}.{base64url(data)}", keyring=KEYRING, context_text=HERE)


def test_a_sealed_token_is_no_box():
    sealed = seal(
        Secret("x"), keyring=KEYRING, context=Context(credential="1", endpoint="public", field="key")
    )
    with pytest.raises(Malformed):
        unbox(sealed, keyring=KEYRING, context_text=HERE)
