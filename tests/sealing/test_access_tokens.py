from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing.secret import MASK
from sealing.tokens import ALPHABET, digest, is_well_formed, mint

pytestmark = pytest.mark.asvs("V11.5.1")

TOKEN = mint().reveal()


def test_a_token_is_a_secret_of_the_known_shape():
    assert str(mint()) == MASK
    assert re.fullmatch("wcn_[0-9A-Za-z]{38}", TOKEN)


def test_a_thousand_tokens_are_well_formed_and_different():
    tokens = {mint().reveal() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(map(is_well_formed, tokens))


@given(st.integers(4, len(TOKEN) - 1), st.sampled_from(ALPHABET))
def test_a_mistyped_character_is_noticed(place, character):
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    assert is_well_formed(changed) == (changed == TOKEN)


@pytest.mark.parametrize("place", range(4, len(TOKEN) - 1))
def test_swapped_neighbours_are_noticed(place):
    swapped = TOKEN[:place] + TOKEN[place + 1] + TOKEN[place] + TOKEN[place + 2 :]
    assert is_well_formed(swapped) == (swapped == TOKEN)


@pytest.mark.parametrize(
    "text",
    ["", "wcn_", TOKEN + "\n", " " + TOKEN, TOKEN[:-1], TOKEN + "0", "wcp_" + TOKEN[4:]],
    ids=["nothing", "prefix", "line break", "blank before", "cut", "longer", "foreign prefix"],
)
def test_other_texts_are_no_tokens(text):
    assert not is_well_formed(text)


@given(st.text(st.characters()))
def test_any_text_can_be_asked_about_and_digested(text):
    assert not is_well_formed(text)
    assert re.fullmatch("[0-9a-f]{64}", digest(text))


def test_different_tokens_have_different_digests():
    assert digest(TOKEN) == digest(TOKEN)
    assert digest(TOKEN) != digest(mint().reveal())
