"""docs/keys.md names every kind of key there is, with the algorithms and sizes that the code uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sealing import boxes
from sealing.errors import KeyStays
from sealing.keyring import Keyring
from sealing.keys import KEY_BYTES, KeyPair, Purpose, SymmetricKey

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/keys.md").read_text()
HEAD = "| key | algorithm | bits | what it is for | replaced by |"
WHOLE_BITS = 128  # the strength that keys must have at least
MACS = {Purpose.FINGERPRINT, Purpose.AUDIT}


def table():
    lines = DOCUMENT.split(f"{HEAD}\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name.strip("`"): (algorithm, bits, ends) for name, algorithm, bits, _what, ends in rows}


def algorithm_of(purpose):
    if purpose == "sealing":
        # The suite does not tell its parts; the line that makes it does.
        line = re.search(r"^SUITE = Suite\((.+)\)$", Path(boxes.__file__).read_text(), re.MULTILINE)
        parts = [part.split(".")[1] for part in line[1].split(", ")]
        return f"HPKE base mode (RFC 9180): {', '.join(parts)}"
    if purpose in MACS:
        return "HMAC-SHA256"
    return f"AES-256-GCM, random nonce of {boxes.NONCE_BYTES} bytes"


@pytest.mark.asvs("V11.1.2")
def test_every_kind_of_key_stands_in_the_table_with_its_algorithm():
    expected = {name: (algorithm_of(name), str(8 * KEY_BYTES)) for name in ["sealing", *Purpose]}

    assert {name: row[:2] for name, row in table().items()} == expected


@pytest.mark.asvs("V11.1.1")
def test_how_a_key_is_replaced_is_what_the_keyring_allows():
    for purpose in Purpose:
        ends = table()[purpose][2]
        if ends == "nothing: it stays":
            with pytest.raises(KeyStays):
                Keyring.create().with_new_symmetric_key(purpose)
        else:
            assert ends.startswith(f"`keyring add --for {purpose}`")
            assert len(Keyring.create().with_new_symmetric_key(purpose).symmetric[purpose]) == 2


@pytest.mark.asvs("V11.1.1")
@pytest.mark.parametrize("step", ["init", "add", "rotate", "retire", "verify", "export --public"])
def test_every_step_of_a_keys_life_is_written_down(step):
    assert f"`keyring {step}" in DOCUMENT or f"`manage.py keyring {step}" in DOCUMENT


@pytest.mark.asvs("V11.2.3")
def test_keys_are_random_and_have_the_strength_they_should():
    pair, other = KeyPair.create(), KeyPair.create()

    assert 8 * len(pair.public_bytes) // 2 >= WHOLE_BITS  # half the bits of a curve are its strength
    assert pair.public_bytes != other.public_bytes
    for purpose in Purpose:
        keys = [SymmetricKey.create(purpose).raw() for _ in range(2)]
        assert {8 * len(key) for key in keys} == {256}
        assert keys[0] != keys[1]
