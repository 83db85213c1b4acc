# ruff: noqa: N818 -- named for the fault; that each is an error shows in its base
"""What can go wrong with sealed values, each fault its own class; messages carry ids and paths only."""

from __future__ import annotations


class SealingError(Exception):
    """A sealed value or the keyring could not be used."""


class KeyringMissing(SealingError):
    """There is no keyring file at the configured place."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"There is no keyring at {self.path}. Restore it from its backup, "
            "or make a first one with: manage.py keyring init"
        )


class KeyringRefused(SealingError):
    """The keyring file may not be read or replaced as it is; the message says why and what to do."""


class KeyMissing(SealingError):
    """The value names a key that the keyring does not hold."""

    def __init__(self, key_id: str, have: tuple[str, ...] = ()) -> None:
        super().__init__(key_id, have)
        self.key_id = key_id
        self.have = have

    def __str__(self) -> str:
        held = ", ".join(self.have) or "none"
        return (
            f"Key {self.key_id} is not in the keyring (it holds: {held}). "
            "Restore the keyring that has this key; the sealed value itself is untouched."
        )


class PrivateKeyMissing(KeyMissing):
    """The keyring holds only the public half of the key: this process may seal, not open."""

    def __str__(self) -> str:
        return (
            f"The keyring holds only the public half of key {self.key_id}. "
            "Only the dispatcher's keyring can open what was sealed with it."
        )


class WrongKey(SealingError):
    """A keyring entry's key is not the one its key id (or public key) says."""

    def __init__(self, key_id: str) -> None:
        super().__init__(key_id)
        self.key_id = key_id

    def __str__(self) -> str:
        return (
            f"The keyring's entry {self.key_id} holds another key than its id says. "
            "Restore the keyring from its backup; do not edit it by hand."
        )


class Tampered(SealingError):
    """The key is right, but the value was changed or belongs to another place."""

    def __init__(self, key_id: str) -> None:
        super().__init__(key_id)
        self.key_id = key_id

    def __str__(self) -> str:
        return (
            f"The value sealed with key {self.key_id} was changed or moved from another place. "
            "Enter the secret again, or restore the database row from its backup."
        )


class Malformed(SealingError):
    """A text is no sealed token, or a file no keyring; never taken for a plain secret."""


class KeyInUse(SealingError):
    """The primary key of a purpose cannot be taken out of the keyring."""

    def __init__(self, key_id: str, purpose: str = "") -> None:
        super().__init__(key_id, purpose)
        self.key_id = key_id
        self.purpose = purpose

    def __str__(self) -> str:
        option = f" --for {self.purpose}" if self.purpose else ""
        return f"Key {self.key_id} is the primary key. Add a new key first: manage.py keyring add{option}"


class KeyStays(SealingError):
    """The key that makes fingerprints cannot be replaced."""

    def __str__(self) -> str:
        return (
            "The fingerprint key is never replaced: with another one no stored fingerprint would be equal to "
            "a new one, and each robot would count as a second one with a queue of its own."
        )


class KeyRetired(SealingError):
    """The key was taken out, so nothing is sealed with it again: the keyring that offers it is an old one."""

    def __init__(self, key_id: str) -> None:
        super().__init__(key_id)
        self.key_id = key_id

    def __str__(self) -> str:
        return (
            f"Key {self.key_id} was taken out, and this keyring still seals with it. Give this process the "
            "present keyring (manage.py keyring export --public for a web tier); where that is lost, add a "
            "key: manage.py keyring add"
        )
