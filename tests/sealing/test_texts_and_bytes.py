from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing.encoding import base64url, from_base64url, joined

ANY_TEXT = st.text(st.characters())  # lone surrogates too


@given(st.binary())
def test_base64url_comes_back(data):
    assert from_base64url(base64url(data)) == data


@given(st.text(max_size=12))
def test_every_bytes_value_has_one_spelling(text):
    data = from_base64url(text)
    assert data is None or base64url(data) == text


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "QQ\n", "Q Q", "ＱＱ", "+/8", "QQ=", "\ud800"])
def test_other_spellings_are_refused(text):
    assert from_base64url(text) is None


@given(st.lists(ANY_TEXT, max_size=4), st.lists(ANY_TEXT, max_size=4))
def test_different_lists_join_differently(one, other):
    assert (joined(*one) == joined(*other)) == (one == other)


def test_borders_between_parts_count():
    assert (
        len({joined("ab", "c"), joined("a", "bc"), joined("abc"), joined("abc", ""), joined("", "abc")}) == 5
    )
