"""The keyring: which keys this process holds, and the file they live in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from sealing.errors import KeyInUse, KeyMissing, Malformed
from sealing.keyfile import alone, read_private, write_private
from sealing.keys import KeyPair, Purpose, SymmetricKey
from sealing.secret import Secret

FORMAT = "wecom-notify keyring 1"

_remembered: dict[Path, tuple[tuple[int, ...], Keyring]] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyStatus:
    """Describe one key of a keyring: `purpose` is "sealing" or a Purpose, `can_open` whether it decrypts."""

    purpose: str
    key_id: str
    created: datetime
    is_primary: bool
    can_open: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Keyring:
    """Hold a process's keys: sealing pairs and, per purpose, symmetric keys; the first of each is primary.

    A keyring never changes: `with_…` and `without` return another one, which is then written.
    """

    pairs: tuple[KeyPair, ...]
    symmetric: Mapping[Purpose, tuple[SymmetricKey, ...]] = field(repr=False)

    @classmethod
    def create(cls) -> Self:
        """Make a keyring of new random keys."""
        symmetric = {purpose: (SymmetricKey.create(purpose),) for purpose in Purpose}
        return cls(pairs=(KeyPair.create(),), symmetric=MappingProxyType(symmetric))

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Self:
        """Read a keyring file.

        Raises KeyringMissing, KeyringRefused (open to others, not ours), Malformed, or WrongKey where an
        entry's key is not the one its id says.
        """
        pairs, symmetric = _parsed(read_private(Path(path)), Path(path))
        return cls(pairs=pairs, symmetric=MappingProxyType(symmetric))

    @staticmethod
    def at(path: str | PathLike[str]) -> Keyring:
        """Read a keyring file, or return it from memory while the file is unchanged; raises as `read`."""
        place = Path(path)
        try:
            seen = place.stat()
        except OSError:
            return Keyring.read(place)
        state = (seen.st_dev, seen.st_ino, seen.st_mtime_ns, seen.st_size, seen.st_mode, seen.st_uid)
        before, keyring = _remembered.get(place, (None, None))
        if keyring is None or before != state:
            keyring = Keyring.read(place)
            _remembered[place] = (state, keyring)
        return keyring

    def write(self, path: str | PathLike[str], *, new: bool = False) -> None:
        """Write the file, mode 0600, whole or not at all; `new` refuses to replace one (KeyringRefused)."""
        write_private(Path(path), self.text().encode(), new=new)

    @staticmethod
    def alone(path: str | PathLike[str]) -> AbstractContextManager[None]:
        """Keep others from changing the file for the length of a `with`; raises KeyringRefused."""
        return alone(Path(path))

    def text(self) -> str:
        """Return the file's text. It holds keys in the clear, a public one too: never print it."""
        content = {"format": FORMAT, "sealing": [pair.entry() for pair in self.pairs]}
        content |= {purpose: [key.entry() for key in self.symmetric[purpose]] for purpose in Purpose}
        return json.dumps(content, indent=2) + "\n"

    def public(self) -> Keyring:
        """Return the web tier's keyring: it seals robot keys and cannot open them; symmetric keys stay."""
        return replace(self, pairs=tuple(pair.public() for pair in self.pairs))

    def holds(self, text: str) -> bool:
        """Tell whether a text is one of the keys themselves, as the file writes them."""
        keys = [key.key for keys in self.symmetric.values() for key in keys]
        return Secret(text) in [*keys, *(pair.private for pair in self.pairs if pair.private)]

    @property
    def primary(self) -> KeyPair:
        return self.pairs[0]

    @property
    def primary_key_id(self) -> str:
        return self.primary.key_id

    def pair(self, key_id: str) -> KeyPair:
        """Return the sealing pair of this id; raises KeyMissing."""
        for pair in self.pairs:
            if pair.key_id == key_id:
                return pair
        raise KeyMissing(key_id, tuple(pair.key_id for pair in self.pairs))

    def primary_symmetric(self, purpose: Purpose) -> SymmetricKey:
        """Return the key new values of this purpose are made with."""
        return self.symmetric[purpose][0]

    def symmetric_key(self, purpose: Purpose, key_id: str) -> SymmetricKey:
        """Return the symmetric key of this purpose and id; raises KeyMissing."""
        for key in self.symmetric[purpose]:
            if key.key_id == key_id:
                return key
        raise KeyMissing(key_id, tuple(key.key_id for key in self.symmetric[purpose]))

    def with_new_key_pair(self) -> Keyring:
        """Add a new sealing pair as the primary one; the older ones go on opening what they sealed."""
        return replace(self, pairs=(KeyPair.create(), *self.pairs))

    def with_new_symmetric_key(self, purpose: Purpose) -> Keyring:
        """Add a new symmetric key as the primary one of its purpose; the older ones stay."""
        keys = (SymmetricKey.create(purpose), *self.symmetric[purpose])
        return replace(self, symmetric=MappingProxyType({**self.symmetric, purpose: keys}))

    def without(self, key_id: str) -> Keyring:
        """Take an older sealing pair out for good; raises KeyInUse for the primary one, or KeyMissing.

        The caller makes sure that nothing is sealed with it any more.
        """
        if self.pair(key_id) is self.primary:
            raise KeyInUse(key_id)
        return replace(self, pairs=tuple(pair for pair in self.pairs if pair.key_id != key_id))

    def status(self) -> tuple[KeyStatus, ...]:
        """Describe every key, sealing pairs first, the primary one of each purpose before older ones."""
        rows: list[tuple[str, KeyPair | SymmetricKey, bool, bool]] = [
            ("sealing", pair, pair is self.primary, pair.private is not None) for pair in self.pairs
        ]
        for purpose in Purpose:
            first = self.primary_symmetric(purpose)
            rows += [(purpose.value, key, key is first, True) for key in self.symmetric[purpose]]
        return tuple(
            KeyStatus(
                purpose=purpose, key_id=key.key_id, created=key.created, is_primary=first, can_open=opens
            )
            for purpose, key, first, opens in rows
        )


def _parsed(data: bytes, path: Path) -> tuple[tuple[KeyPair, ...], dict[Purpose, tuple[SymmetricKey, ...]]]:
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
