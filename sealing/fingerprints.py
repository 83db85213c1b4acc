"""Keyed fingerprints: they tell equal robot keys from different ones, and nothing else."""

from __future__ import annotations

import hmac

from sealing.encoding import joined
from sealing.keyring import Keyring
from sealing.keys import Purpose
from sealing.secret import Secret


def fingerprint(secret: Secret, *, keyring: Keyring, endpoint: str) -> str:
    """Return the HMAC-SHA256 of a robot key at an endpoint as 64 hexadecimal digits.

    The caller brings the key to one spelling first. The same key at two endpoints is two robots.
    """
    key = keyring.primary_symmetric(Purpose.FINGERPRINT).raw()
    return hmac.digest(key, joined("wv1.f", endpoint, secret.reveal()), "sha256").hex()
