"""Keys, sealed values and what keeps secrets out of sight; pure: no database, no pages, no settings."""

from __future__ import annotations

from sealing.boxes import Context, box, key_id_of, seal, unbox, unseal
from sealing.errors import (
    KeyInUse,
    KeyMissing,
    KeyRetired,
    KeyringMissing,
    KeyringRefused,
    KeyStays,
    Malformed,
    PrivateKeyMissing,
    SealingError,
    Tampered,
    WrongKey,
)
from sealing.fingerprints import fingerprint
from sealing.keyring import Keyring, KeyStatus
from sealing.keys import Purpose
from sealing.redaction import RedactingFormatter, redact
from sealing.secret import MASK, Secret

__all__ = [
    "MASK",
    "Context",
    "KeyInUse",
    "KeyMissing",
    "KeyRetired",
    "KeyStatus",
    "KeyStays",
    "Keyring",
    "KeyringMissing",
    "KeyringRefused",
    "Malformed",
    "PrivateKeyMissing",
    "Purpose",
    "RedactingFormatter",
    "SealingError",
    "Secret",
    "Tampered",
    "WrongKey",
    "box",
    "fingerprint",
    "key_id_of",
    "redact",
    "seal",
    "unbox",
    "unseal",
]
