"""The spellings under which a secret turns up in logs and answers."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

SHORTEST_HIDDEN = 6  # characters; hiding shorter ones would eat ordinary words


def disguises(value: str) -> tuple[str, ...]:
    """List the spellings of a secret, longest first, without those too short to be told from words.

    Exact, URL-encoded (once and twice, both letter cases), JSON- and HTML-escaped, as Python's repr
    of text and of bytes, hexadecimal, and base64 alone or inside a longer encoded text.
    """
    if len(value) < SHORTEST_HIDDEN:
        return ()
    raw = value.encode()
    forms = {value, *_quoted(value), *_escaped(value), *_base64(raw), raw.hex(), raw.hex().upper()}
    return tuple(sorted((form for form in forms if len(form) >= SHORTEST_HIDDEN), key=len, reverse=True))


def _quoted(value: str) -> Iterator[str]:
    for once in (quote(value, safe=""), quote(value), quote_plus(value)):
        yield once
        yield _lower_escapes(once)
        yield quote(once, safe="")


def _lower_escapes(quoted: str) -> str:
    head, *rest = quoted.split("%")
    return head + "".join(f"%{part[:2].lower()}{part[2:]}" for part in rest)


def _escaped(value: str) -> Iterator[str]:
    for text in (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
        yield text
        yield text.replace("/", "\\/")
    yield repr(value)[1:-1]
    yield ascii(value)[1:-1]
    yield repr(value.encode())[2:-1]
    yield html.escape(value)


def _base64(raw: bytes) -> Iterator[str]:
    # Inside a longer text the secret starts at any of three offsets within a group of three bytes;
    # only the characters that are made of the secret's bits alone are the same everywhere.
    for offset in range(3):
        first = (offset * 8 + 5) // 6
        last = (offset + len(raw)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(offset) + raw).decode("ascii")[first:last]
