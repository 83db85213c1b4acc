"""A text that must not be seen: it prints as dots, and only `.reveal()` gives it back."""

from __future__ import annotations

import weakref
from contextlib import suppress
from hmac import compare_digest
from typing import NoReturn, SupportsIndex, final

from sealing.disguises import SHORTEST_HIDDEN, disguises

MASK = "••••"

_live: dict[int, weakref.ref[Secret]] = {}


@final
class Secret:
    """Hold a secret text; printing, formatting, pickling, copying and hashing never give it away.

    As long as it lives, the log formatter hides it wherever it turns up (`redaction.redact`).
    Equality takes the same time whatever differs.
    """

    __slots__ = ("__weakref__", "_disguises", "_value")
    __hash__ = None  # type: ignore[assignment]  # a hash would be a fingerprint without a key

    def __init__(self, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError("A secret is a text.")
        if not _fits_utf8(value):
            raise ValueError("A secret must be a text that UTF-8 can carry.")
        self._value = value
        self._disguises: tuple[str, ...] | None = None
        number = id(self)
        _live[number] = weakref.ref(self, lambda _: _live.pop(number, None))

    def reveal(self) -> str:
        """Give back the plain text."""
        return self._value

    def hide_in(self, text: str) -> str:
        """Return the text with every spelling of this secret replaced by dots."""
        if len(text) < SHORTEST_HIDDEN:
            return text
        if self._disguises is None:
            self._disguises = disguises(self._value)
        for spelling in self._disguises:
            text = text.replace(spelling, MASK)
        return text

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, format_spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return compare_digest(self._value.encode(), other.reveal().encode())

    def __copy__(self) -> NoReturn:
        raise TypeError("A secret is not copied.")

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise TypeError("A secret is not copied.")

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("A secret is not pickled.")


def live_secrets() -> tuple[Secret, ...]:
    """List the secrets that exist in this process now."""
    # dict.copy() is one step, so other threads may make and drop secrets meanwhile.
    return tuple(secret for reference in _live.copy().values() if (secret := reference()) is not None)


def _fits_utf8(value: str) -> bool:
    # Raised elsewhere than here, the error would carry the value along.
    with suppress(UnicodeEncodeError):
        value.encode()
        return True
    return False
