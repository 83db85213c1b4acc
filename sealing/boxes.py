"""Sealed boxes that only the dispatcher opens, and symmetric boxes for secrets the web tier must read.

A token is `wv1.<kind>.<key id>.<base64url>`: kind `h` is HPKE (RFC 9180, base mode, X25519, HKDF-SHA256,
AES-256-GCM), kind `s` is AES-256-GCM with a random nonce of 12 bytes in front.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sealing.encoding import base64url, from_base64url, joined
from sealing.errors import Malformed, PrivateKeyMissing, Tampered
from sealing.keyring import Keyring
from sealing.keys import Purpose
from sealing.secret import Secret

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SEALED, BOXED = "h", "s"
NONCE_BYTES = 12

_TOKEN = re.compile(r"wv1\.([hs])\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """Say where a sealed value belongs: the credential's id, its endpoint's slug and the field's name.

    A token opens only in the context it was sealed for, so it cannot be moved to another row, host or field.
    """

    credential: str
    endpoint: str
    field: str

    def encoded(self) -> bytes:
        """Return the context as bytes, different for every different context."""
        return joined("credential", self.credential, "endpoint", self.endpoint, "field", self.field)


def seal(secret: Secret, *, keyring: Keyring, context: Context) -> str:
    """Seal a secret to the keyring's primary public key and this context; return the token."""
    pair = keyring.primary
    sealed = SUITE.encrypt(secret.reveal().encode(), pair.public_key(), _info(pair.key_id, context))
    return _token(SEALED, pair.key_id, sealed)


def unseal(token: str, *, keyring: Keyring, context: Context) -> Secret:
    """Open a sealed token.

    Raises Malformed for what is no token, KeyMissing where its key is not held, PrivateKeyMissing where
    only the public half is, Tampered where the token was changed or belongs to another context.
    """
    key_id, sealed = _parts(token, SEALED)
    private = keyring.pair(key_id).private_key()
    if private is None:
        raise PrivateKeyMissing(key_id)
    with suppress(InvalidTag, UnicodeDecodeError):
        return Secret(SUITE.decrypt(sealed, private, _info(key_id, context)).decode())
    raise Tampered(key_id)


def box(secret: Secret, *, keyring: Keyring, context_text: str, purpose: Purpose = Purpose.HOOKS) -> str:
    """Encrypt a secret with the purpose's primary symmetric key and this context; return the token."""
    key = keyring.primary_symmetric(purpose)
    nonce = token_bytes(NONCE_BYTES)
    bound = joined("wv1.s", key.key_id, purpose, context_text)
    return _token(
        BOXED, key.key_id, nonce + AESGCM(key.raw()).encrypt(nonce, secret.reveal().encode(), bound)
    )


def unbox(token: str, *, keyring: Keyring, context_text: str, purpose: Purpose = Purpose.HOOKS) -> Secret:
    """Open a symmetric token; raises Malformed, KeyMissing, or Tampered as `unseal` does."""
    key_id, boxed = _parts(token, BOXED)
    key = keyring.symmetric_key(purpose, key_id)
    bound = joined("wv1.s", key_id, purpose, context_text)
    # ValueError: shorter than nonce and tag; a UnicodeDecodeError is one too
    with suppress(InvalidTag, ValueError):
        return Secret(AESGCM(key.raw()).decrypt(boxed[:NONCE_BYTES], boxed[NONCE_BYTES:], bound).decode())
    raise Tampered(key_id)


def key_id_of(token: str) -> str:
    """Return the id of the key a token was made with, without opening it; raises Malformed."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise Malformed("The stored value is no sealed token. Enter the secret again.")
    return match[2]


def _parts(token: str, kind: str) -> tuple[str, bytes]:
    match = _TOKEN.fullmatch(token)
    data = from_base64url(match[3]) if match is not None and match[1] == kind else None
    if match is None or data is None:
        raise Malformed("The stored value is no sealed token. Enter the secret again.")
    return match[2], data


def _token(kind: str, key_id: str, data: bytes) -> str:
    return f"wv1.{kind}.{key_id}.{base64url(data)}"


def _info(key_id: str, context: Context) -> bytes:
    return joined("wv1.h", key_id) + context.encoded()
