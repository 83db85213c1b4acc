"""The text of a keyring's file: which entries it must have, and what they hold."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from sealing.errors import Malformed
from sealing.keys import KeyPair, Purpose, SymmetricKey

FORMAT = "wecom-notify keyring 1"


def parsed(data: bytes, path: Path) -> tuple[tuple[KeyPair, ...], dict[Purpose, tuple[SymmetricKey, ...]]]:
    """Read the pairs and, for each purpose, the symmetric keys; raises Malformed, or WrongKey."""
    content: Any = None
    with suppress(ValueError, RecursionError):  # not passed on: the error would carry the file's text
        content = json.loads(data)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Malformed(
            f"The file {path} is not a keyring of this version. Restore the keyring from its backup."
        )
    names = ["sealing", *Purpose]
    if set(content) != {"format", *names} or not all(_is_entry_list(content[name]) for name in names):
        raise Malformed(f"The keyring {path} is incomplete or damaged. Restore it from its backup.")
    symmetric = {
        purpose: tuple(SymmetricKey.from_entry(purpose, entry) for entry in content[purpose])
        for purpose in Purpose
    }
    return tuple(KeyPair.from_entry(entry) for entry in content["sealing"]), symmetric


def _is_entry_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_entry(entry) for entry in value)


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(member, str) for member in value.values())
