"""Links of a chain: each is a MAC over what it keeps and over the link before it.

Whoever changes, adds, drops or swaps what is kept would have to make every later link anew, with the key.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sealing.encoding import joined
from sealing.keyring import Keyring
from sealing.keys import Purpose, SymmetricKey


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One link: its place, the id of the key it was made with, and 64 hexadecimal digits of HMAC-SHA256."""

    sequence: int
    key_id: str
    mac: str


def next_link(text: str, *, keyring: Keyring, after: Link | None) -> Link:
    """Make the link for this text behind another one, or the first one, with the primary audit key."""
    key = keyring.primary_symmetric(Purpose.AUDIT)
    sequence = 1 if after is None else after.sequence + 1
    return Link(sequence=sequence, key_id=key.key_id, mac=_mac(text, key=key, sequence=sequence, after=after))


def fits(link: Link, text: str, *, keyring: Keyring, after: Link | None) -> bool:
    """Tell whether a link is the one that was made for this text behind that link; raises KeyMissing."""
    key = keyring.symmetric_key(Purpose.AUDIT, link.key_id)
    expected = _mac(text, key=key, sequence=link.sequence, after=after)
    return hmac.compare_digest(expected.encode(), link.mac.encode("utf-8", "surrogatepass"))


def _mac(text: str, *, key: SymmetricKey, sequence: int, after: Link | None) -> str:
    before = "" if after is None else after.mac
    return hmac.digest(key.raw(), joined("wv1.a", key.key_id, str(sequence), before, text), "sha256").hex()
