"""What stands in the database and needs a key of the keyring: each room signs its own up when it starts.

Commands that count, open, seal anew or take out keys ask here, so that no value is forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Substr

from sealing.boxes import BOXED, SEALED, key_id_of
from sealing.errors import SealingError
from sealing.keyring import Keyring
from sealing.keys import Purpose

UNREADABLE = "unreadable"  # stands for the key id of what is no sealed value
# `wv1.h.`, the key id, a dot and one character of data: enough to say which key it is
HEAD_CHARACTERS = len("wv1.h.0123456789abcdef.A")


@dataclass(frozen=True, kw_only=True)
class KeyUser:
    """Rows of a model that name the key they need in a column, such as a MAC's."""

    kind: str  # one of them, in English, as commands print it before an id
    model: type[models.Model]
    column: str
    purpose: Purpose | None = None  # None: the pairs that seal robot keys
    only: Q = field(default_factory=Q)

    def rows(self) -> models.QuerySet[Any]:
        return self.model._base_manager.defer(None).filter(self.only)  # noqa: SLF001  # Django documents it

    def rows_by_key_id(self) -> Counter[str]:
        """Count the rows under each key id."""
        counted = self.rows().order_by().values_list(self.column).annotate(Count("pk"))
        return Counter({key_id: count for key_id, count in counted if key_id})


@dataclass(frozen=True, kw_only=True)
class SealedValues(KeyUser):
    """Sealed values of one kind, in a text column or in one member of a JSON column.

    `bound_to` returns what a row's value is sealed for: a Context for robot keys (no purpose), else a text.
    """

    bound_to: Callable[[Any], Any]
    member: str = ""

    @property
    def path(self) -> str:
        return f"{self.column}__{self.member}" if self.member else self.column

    def rows(self) -> models.QuerySet[Any]:
        """Return the rows that have a value."""
        if self.member:
            return super().rows().filter(**{f"{self.column}__has_key": self.member})
        return super().rows().exclude(**{self.column: ""})

    def token(self, row: models.Model) -> str:
        """Return the sealed value of a row."""
        value = getattr(row, self.column)
        return str(value[self.member] if self.member else value)

    def replace(self, row: models.Model, token: str) -> bool:
        """Write a row's value, unless somebody has changed the column since the row was read."""
        before = getattr(row, self.column)
        after = {**before, self.member: token} if self.member else token
        unchanged = self.rows().filter(pk=row.pk, **{self.column: before})
        return bool(unchanged.update(**{self.column: after}))

    def rows_by_key_id(self) -> Counter[str]:
        """Count the values under each key id; what is no sealed value counts as UNREADABLE."""
        value = KeyTextTransform(self.member, self.column) if self.member else self.column
        heads = self.rows().order_by().annotate(head=Substr(value, 1, HEAD_CHARACTERS)).values_list("head")
        counted: Counter[str] = Counter()
        for head, count in heads.annotate(Count("pk")):
            counted[_key_id(head)] += count
        return counted

    def key_id(self, keyring: Keyring) -> str:
        """Return the id of the key that new values of this kind are sealed with."""
        if self.purpose is None:
            return keyring.primary_key_id
        return keyring.primary_symmetric(self.purpose).key_id

    def under_other_keys(self, keyring: Keyring) -> models.QuerySet[Any]:
        """Return the rows whose value is not sealed with the primary key."""
        begins = f"wv1.{SEALED if self.purpose is None else BOXED}.{self.key_id(keyring)}."
        return self.rows().exclude(**{f"{self.path}__startswith": begins})


_users: list[KeyUser] = []


def sign_up(user: KeyUser) -> None:
    """Let commands know of these rows; call it in a room's `AppConfig.ready`."""
    if user not in _users:
        _users.append(user)


def key_users() -> tuple[KeyUser, ...]:
    return tuple(_users)


def kinds() -> tuple[SealedValues, ...]:
    """Return every kind of sealed values."""
    return tuple(user for user in _users if isinstance(user, SealedValues))


def rows_by_key_id() -> Counter[str]:
    """Count what needs each key, of every kind in every room."""
    return sum((user.rows_by_key_id() for user in _users), start=Counter())


def lacking() -> Counter[str]:
    """Count what needs a key that this process's keyring does not hold.

    Raises:
        SealingError: when there is no keyring to look into.
    """
    held = {key.key_id for key in Keyring.at(settings.KEYRING_FILE).status()}
    return Counter({key_id: count for key_id, count in rows_by_key_id().items() if key_id not in held})


def _key_id(head: str | None) -> str:
    try:
        return key_id_of(head or "")
    except SealingError:
        return UNREADABLE
