"""The keys of a keyring: pairs that seal and open, and symmetric ones, each with an id that proves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from secrets import token_bytes
from typing import Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sealing.encoding import base64url, from_base64url
from sealing.errors import Malformed, WrongKey
from sealing.secret import Secret

KEY_BYTES = 32
KEY_ID_CHARACTERS = 16


class Purpose(StrEnum):
    """What a symmetric key is for; one key never serves two purposes."""

    HOOKS = "hooks"
    FINGERPRINT = "fingerprint"
    AUDIT = "audit"
    TOTP = "totp"


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPair:
    """Hold an X25519 pair; `private` is None where only sealing is allowed.

    `key_id` is the first 16 hexadecimal digits of SHA-256 of the public key.
    """

    key_id: str
    created: datetime
    public_bytes: bytes = field(repr=False)
    private: Secret | None = field(repr=False)
    _opener: X25519PrivateKey | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the key that opens once, not for every message."""
        opener = None if self.private is None else X25519PrivateKey.from_private_bytes(_raw(self.private))
        object.__setattr__(self, "_opener", opener)

    @classmethod
    def create(cls) -> Self:
        """Make a random pair."""
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        return cls(
            key_id=_fingerprint(public),
            created=_now(),
            public_bytes=public,
            private=Secret(base64url(private.private_bytes_raw())),
        )

    @classmethod
    def from_entry(cls, entry: Mapping[str, str]) -> Self:
        """Read an entry of the keyring file.

        Raises Malformed for what is no entry, WrongKey where id, public and private key do not match.
        """
        public = _key_bytes(entry, "public")
        private = _key_bytes(entry, "private") if "private" in entry else None
        _refuse_others(entry, {"id", "created", "public", "private"})
        if entry.get("id") != _fingerprint(public) or (private is not None and _public_of(private) != public):
            raise WrongKey(_shown_id(entry))
        return cls(
            key_id=_fingerprint(public),
            created=_created(entry),
            public_bytes=public,
            private=None if private is None else Secret(base64url(private)),
        )

    def entry(self) -> dict[str, str]:
        """Write the entry of the keyring file; it has no private part when this pair has none."""
        entry = {
            "id": self.key_id,
            "created": self.created.isoformat(),
            "public": base64url(self.public_bytes),
        }
        return entry if self.private is None else entry | {"private": self.private.reveal()}

    def public(self) -> KeyPair:
        """Return the half that can seal only."""
        return KeyPair(key_id=self.key_id, created=self.created, public_bytes=self.public_bytes, private=None)

    def public_key(self) -> X25519PublicKey:
        """Return the key that seals."""
        return X25519PublicKey.from_public_bytes(self.public_bytes)

    def private_key(self) -> X25519PrivateKey | None:
        """Return the key that opens, or None."""
        return self._opener


@dataclass(frozen=True, kw_only=True, slots=True)
class SymmetricKey:
    """Hold a random key of 32 bytes for one purpose; `key_id` is a hash of purpose and key."""

    purpose: Purpose
    key_id: str
    created: datetime
    key: Secret = field(repr=False)

    @classmethod
    def create(cls, purpose: Purpose) -> Self:
        """Make a random key."""
        return cls._of(purpose, token_bytes(KEY_BYTES), _now())

    @classmethod
    def from_entry(cls, purpose: Purpose, entry: Mapping[str, str]) -> Self:
        """Read an entry of the keyring file; raises Malformed, or WrongKey where id and key do not match."""
        _refuse_others(entry, {"id", "created", "key"})
        key = cls._of(purpose, _key_bytes(entry, "key"), _created(entry))
        if entry.get("id") != key.key_id:
            raise WrongKey(_shown_id(entry))
        return key

    @classmethod
    def _of(cls, purpose: Purpose, raw: bytes, created: datetime) -> Self:
        key_id = _fingerprint(f"wecom-notify {purpose} key\0".encode() + raw)
        return cls(purpose=purpose, key_id=key_id, created=created, key=Secret(base64url(raw)))

    def entry(self) -> dict[str, str]:
        """Write the entry of the keyring file."""
        return {"id": self.key_id, "created": self.created.isoformat(), "key": self.key.reveal()}

    def raw(self) -> bytes:
        """Return the 32 bytes."""
        return _raw(self.key)


def _fingerprint(data: bytes) -> str:
    return sha256(data).hexdigest()[:KEY_ID_CHARACTERS]


def _public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _raw(secret: Secret) -> bytes:
    data = from_base64url(secret.reveal())
    assert data is not None
    return data


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _key_bytes(entry: Mapping[str, str], name: str) -> bytes:
    data = from_base64url(entry.get(name, ""))
    if data is None or len(data) != KEY_BYTES:
        raise Malformed(
            f"The keyring's entry {_shown_id(entry)} has no proper {name} key of {KEY_BYTES} bytes."
        )
    return data


def _created(entry: Mapping[str, str]) -> datetime:
    try:
        created = datetime.fromisoformat(entry.get("created", ""))
    except ValueError:
        created = None
    if created is None or created.tzinfo is None:
        raise Malformed(f"The keyring's entry {_shown_id(entry)} does not say when it was created.")
    return created


def _refuse_others(entry: Mapping[str, str], known: set[str]) -> None:
    if set(entry) - known:
        raise Malformed(
            f"The keyring's entry {_shown_id(entry)} has members this version does not know. "
            "Use the version that wrote it."
        )


def _shown_id(entry: Mapping[str, str]) -> str:
    # An id is shown only if it is one: a slip of the hand may have put a key there.
    key_id = entry.get("id", "")
    return key_id if len(key_id) == KEY_ID_CHARACTERS and key_id.isalnum() else "without an id"
