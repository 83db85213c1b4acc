from __future__ import annotations

import copy
import gc
import pickle
import traceback
from dataclasses import dataclass

import pytest

from sealing.secret import MASK, Secret, live_secrets

PLAIN = "693a91f6-7aaa-4bc4-97a0-0ec2f00d7c2f"


@dataclass
class Holder:
    key: Secret


@pytest.mark.parametrize(
    "show",
    [repr, str, "{}".format, "{:>60}".format, "{!r}".format, lambda s: f"{s}", "%s".__mod__],
    ids=["repr", "str", "format", "format-spec", "format-repr", "f-string", "percent"],
)
def test_a_printed_secret_is_dots(show):
    assert show(Secret(PLAIN)) == MASK


def test_a_secret_inside_something_else_is_dots():
    assert repr([Secret(PLAIN)]) == "[••••]"
    assert repr(Holder(key=Secret(PLAIN))) == "Holder(key=••••)"


def test_only_reveal_gives_it_back():
    assert Secret(PLAIN).reveal() == PLAIN


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_is_not_pickled(protocol):
    with pytest.raises(TypeError, match=r"^A secret is not pickled\.$"):
        pickle.dumps(Holder(key=Secret(PLAIN)), protocol)


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_a_secret_is_not_copied(duplicate):
    with pytest.raises(TypeError, match=r"^A secret is not copied\.$"):
        duplicate(Secret(PLAIN))


def test_a_secret_has_no_hash():
    with pytest.raises(TypeError, match="unhashable"):
        hash(Secret(PLAIN))


def test_secrets_are_equal_by_their_text_and_to_nothing_else():
    assert Secret(PLAIN) == Secret(PLAIN)
    assert Secret(PLAIN) != Secret(PLAIN + "x")
    assert Secret(PLAIN) != PLAIN
    assert Secret("凭证") == Secret("凭证")


def test_a_secret_has_no_attributes_to_list():
    with pytest.raises(TypeError):
        vars(Secret(PLAIN))


def test_bytes_are_refused():
    with pytest.raises(TypeError, match=r"^A secret is a text\.$"):
        Secret(PLAIN.encode())


def test_a_text_that_utf8_cannot_carry_is_refused_without_showing_it():
    with pytest.raises(ValueError, match=r"^A secret must be a text that UTF-8 can carry\.$") as caught:
        Secret(PLAIN + "\ud800")
    assert caught.value.__context__ is None
    assert PLAIN not in "".join(traceback.format_exception(caught.value))


def test_a_dropped_secret_is_forgotten():
    secret = Secret("known while it lives")
    assert any(one is secret for one in live_secrets())
    before = len(live_secrets())
    del secret
    gc.collect()
    assert len(live_secrets()) < before
