"""The keyring: which keys this process holds, and the file they live in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Self

from sealing.entries import FORMAT, parsed
from sealing.errors import KeyInUse, KeyMissing, KeyStays
from sealing.keyfile import alone, read_private, write_private
from sealing.keys import KeyPair, Purpose, SymmetricKey
from sealing.secret import Secret

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
        pairs, symmetric = parsed(read_private(Path(path)), Path(path))
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
        """Add a new symmetric key as the primary one of its purpose; the older ones stay.

        Raises KeyStays for fingerprints, which are compared and not opened.
        """
        if purpose is Purpose.FINGERPRINT:
            raise KeyStays
        return self._with(purpose, (SymmetricKey.create(purpose), *self.symmetric[purpose]))

    def without(self, key_id: str) -> Keyring:
        """Take an older key out for good; raises KeyInUse for a primary one, KeyStays, or KeyMissing.

        The caller makes sure that nothing needs it any more.
        """
        purpose = self.purpose_of(key_id)
        if purpose is Purpose.FINGERPRINT:
            raise KeyStays
        primary = self.primary if purpose is None else self.primary_symmetric(purpose)
        if key_id == primary.key_id:
            raise KeyInUse(key_id, purpose or "")
        if purpose is None:
            return replace(self, pairs=tuple(pair for pair in self.pairs if pair.key_id != key_id))
        return self._with(purpose, tuple(key for key in self.symmetric[purpose] if key.key_id != key_id))

    def purpose_of(self, key_id: str) -> Purpose | None:
        """Return what a symmetric key is for, None for a sealing pair; raises KeyMissing."""
        for purpose, keys in self.symmetric.items():
            if any(key.key_id == key_id for key in keys):
                return purpose
        self.pair(key_id)
        return None

    def _with(self, purpose: Purpose, keys: tuple[SymmetricKey, ...]) -> Keyring:
        return replace(self, symmetric=MappingProxyType({**self.symmetric, purpose: keys}))

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
