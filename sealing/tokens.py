"""Access tokens: `wcn_`, 32 random base62 characters, 6 of checksum; stored as a digest only."""

from __future__ import annotations

import re
import secrets
import string
from hashlib import sha256
from zlib import crc32

from sealing.secret import Secret

PREFIX = "wcn_"
RANDOM_CHARACTERS = 32  # 190 bits
CHECKSUM_CHARACTERS = 6
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase

_SHAPE = re.compile(
    rf"{PREFIX}([0-9A-Za-z]{{{RANDOM_CHARACTERS}}})([0-9A-Za-z]{{{CHECKSUM_CHARACTERS}}})", re.ASCII
)


def mint() -> Secret:
    """Make a random token; show it once and keep its `digest`."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return Secret(f"{PREFIX}{body}{_checksum(body)}")


def is_well_formed(text: str) -> bool:
    """Tell whether a text can be a token at all, by shape and checksum, before any database is asked."""
    match = _SHAPE.fullmatch(text)
    return match is not None and _checksum(match[1]) == match[2]


def digest(text: str) -> str:
    """Return the SHA-256 of a token as 64 hexadecimal digits; any text is allowed."""
    # A token has 190 random bits, so a plain hash cannot be searched backwards.
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _checksum(body: str) -> str:
    number, characters = crc32(body.encode("ascii")), []
    for _ in range(CHECKSUM_CHARACTERS):
        number, remainder = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[remainder])
    return "".join(reversed(characters))
