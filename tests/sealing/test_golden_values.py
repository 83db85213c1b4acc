"""What version 1 wrote must be readable for ever; these values are never regenerated."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sealing import Context, Keyring, Purpose, Secret, fingerprint, unbox, unseal
from sealing.tokens import digest, is_well_formed

pytestmark = pytest.mark.asvs("V11.2.2", "V11.3.2")

PRIVATE = bytes(range(32))
IDS = {
    "hooks": "8aafba46cc59bf66",
    "fingerprint": "fadacfb02ed82a14",
    "audit": "300fd8167d57840d",
    "totp": "126e1998969bd989",
}
SEALED = (
    "wv1.h.eedd883da0a94515."
    "hNudrfVFhfylOdKjbWCQphHxcj0rN4QVuVC8ggMErGZi1TY2TOUm80K0mYFEOjPq37KJ2rpHRUr1MghyiOFW8Vvd-1dD"
)
BOXED = "wv1.s.8aafba46cc59bf66.x0Xiwp8Zkz6hqHYU_lsOW14_p-W6y6S_N9tRRzRzj1baIQix25Oq7_iPN6Jt_cf3jf5B"
FINGERPRINT = "780493e1a618af3384dd4d5878540c2712a9d00b3b0ffe8cf832a9fd484108f1"
TOKEN = "wcn_0123456789ABCDEFGHIJKLMNOPQRSTUV1ggZdL"
TOKEN_DIGEST = "5310b8c7a92a2deeca00f424c60f4b080c440657c19798f5e2c10c97b6aa7de1"
CONTEXT = Context(credential="b5a1f1e6-0000-4000-8000-000000000001", endpoint="public", field="key")


def text_of(data):
    return urlsafe_b64encode(data).decode().rstrip("=")


@pytest.fixture
def golden(tmp_path):
    created = "2026-11-24T08:00:00+00:00"
    public = X25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw()
    pair = {
        "id": "eedd883da0a94515",
        "created": created,
        "public": text_of(public),
        "private": text_of(PRIVATE),
    }
    content = {"format": "wecom-notify keyring 1", "sealing": [pair]}
    for number, (purpose, key_id) in enumerate(IDS.items(), start=1):
        content[purpose] = [{"id": key_id, "created": created, "key": text_of(bytes([number]) * 32)}]
    path = tmp_path / "keyring.json"
    path.write_text(json.dumps(content))
    path.chmod(0o600)
    return Keyring.read(path)


def test_a_sealed_token_of_version_1_opens(golden):
    assert unseal(SEALED, keyring=golden, context=CONTEXT).reveal() == "a robot's key, 凭证"


def test_a_box_of_version_1_opens(golden):
    opened = unbox(BOXED, keyring=golden, context_text="hook:7", purpose=Purpose.HOOKS)
    assert opened.reveal() == "a hook's secret, 密钥"


def test_a_fingerprint_of_version_1_stays(golden):
    assert fingerprint(Secret("a robot's key"), keyring=golden, endpoint="public") == FINGERPRINT


def test_an_access_token_of_version_1_stays():
    assert is_well_formed(TOKEN)
    assert digest(TOKEN) == TOKEN_DIGEST
