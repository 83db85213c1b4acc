from __future__ import annotations

import base64
import gc
import html
import json
import re
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing import Secret, redact
from sealing.disguises import disguises

PLAIN = 'p@ss/w+rd "凭证"\\&<=>\n'
WRITTEN = {
    "exact": str,
    "url": lambda plain: quote(plain, safe=""),
    "url with slashes": quote,
    "url with plus": quote_plus,
    "url in lower case": lambda plain: re.sub("%..", lambda found: found[0].lower(), quote(plain, safe="")),
    "url twice": lambda plain: quote(quote(plain, safe=""), safe=""),
    "form": lambda plain: urlencode({"field": plain}),
    "json": json.dumps,
    "json in utf-8": lambda plain: json.dumps(plain, ensure_ascii=False),
    "json with slashes": lambda plain: json.dumps(plain).replace("/", "\\/"),
    "repr": repr,
    "ascii": ascii,
    "repr of bytes": lambda plain: repr(plain.encode()),
    "html": html.escape,
    "hex": lambda plain: plain.encode().hex(),
    "hex in capitals": lambda plain: plain.encode().hex().upper(),
    "base64": lambda plain: base64.b64encode(plain.encode()).decode(),
    "base64url": lambda plain: base64.urlsafe_b64encode(plain.encode()).decode(),
    "basic authentication": lambda plain: base64.b64encode(f"u:{plain}".encode()).decode(),
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_a_live_secret_is_hidden_however_it_is_written(write):
    secret = Secret(PLAIN)
    written = write(PLAIN)
    shown = redact(f"before {written} after")
    assert shown.startswith("before ")
    assert "••••" in shown
    assert shown.endswith(" after")
    assert not any(form in shown for form in disguises(secret.reveal()))


@pytest.mark.parametrize(
    ("around", "shown"),
    [("{}", "••••g=="), ("{}z", "••••no="), (":{}", "On••••I="), (":{}z", "On••••J6"), ("u:{}", "dTp••••")],
)
def test_only_the_bits_a_secret_shares_with_its_neighbours_are_left_in_base64(around, shown):
    secret = Secret("three times four")
    assert redact(base64.b64encode(around.format(secret.reveal()).encode()).decode()) == shown


@given(st.binary(max_size=8), st.text(min_size=12, max_size=40), st.binary(max_size=8))
def test_a_secret_inside_longer_base64_is_hidden(before, plain, after):
    secret = Secret(plain)
    text = base64.b64encode(before + secret.reveal().encode() + after).decode()
    shown = redact(text)
    assert "••••" in shown
    assert len(shown.replace("••••", "")) <= len(text) - len(plain.encode()) * 8 // 6 + 3


def test_the_longest_spelling_is_hidden_whole():
    secret = Secret("C:folder\\")
    assert redact(r"x=C:folder\\;") == "x=••••;"
    assert secret.reveal() in r"C:folder\\"


def test_a_short_secret_would_eat_words_and_is_left():
    secret = Secret("lilei")
    assert redact("pushed by lilei") == "pushed by lilei"
    assert disguises(secret.reveal()) == ()


def test_a_secret_is_hidden_only_while_it_lives():
    secret = Secret("a very private thing")
    assert redact("it is a very private thing") == "it is ••••"
    del secret
    gc.collect()
    assert redact("it is a very private thing") == "it is a very private thing"
