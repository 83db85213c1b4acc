"""Bytes as text and texts as bytes, each in exactly one way."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress


def base64url(data: bytes) -> str:
    """Write bytes as base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes | None:
    """Read canonical base64url without padding; None for anything else.

    Canonical: no padding, no foreign character and zero bits at the end, so that one value has
    one spelling and a changed character is never overlooked.
    """
    with suppress(ValueError):
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if base64url(data) == text:
            return data
    return None


def joined(*parts: str) -> bytes:
    """Join texts so that no two different lists give the same bytes: count, then length and bytes of each."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return b"".join([_size(len(encoded)), *(_size(len(part)) + part for part in encoded)])


def _size(number: int) -> bytes:
    return number.to_bytes(8, "big")
