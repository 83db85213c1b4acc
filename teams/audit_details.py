"""An entry of the audit trail in the reader's words; the trail itself keeps the words it was written with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from teams.audit_words import MEMBERS, NOBODY, PREFIXED, spoken_name
from teams.models import AuditEntry, Scope
from teams.models.team import Language
from teams.models.user import Theme
from teams.punctuation import listed
from teams.roles import Role

Sayer = Callable[[Any], object]

_sayers: dict[str, Sayer] = {
    "language": lambda value: Language(value).label,
    "role": lambda value: Role(value).label,
    "scopes": lambda value: Scope(value).label,
    "theme": lambda value: Theme(value).label,
}


def say(**sayers: Sayer) -> None:
    """Teach the words for the values of these members, one value (of a list: one item) at a time.

    A sayer raises LookupError or ValueError for what it does not know; that is told as it was written.
    """
    _sayers.update(sayers)


@dataclass(frozen=True, kw_only=True)
class Change:
    """A member with what it was and what it became; None where there was nothing."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Told:
    """One row of the trail."""

    entry: AuditEntry
    target: str
    actor: str
    changes: list[Change]


def told(entry: AuditEntry) -> Told:
    """Say an entry in the reader's language."""
    return Told(
        entry=entry,
        target=_target(entry),
        actor=entry.actor_name if entry.actor_id else spoken_name(entry.actor_name),
        changes=[
            Change(name=str(MEMBERS.get(name, name)), before=_said(name, before), after=_said(name, after))
            for name, before, after in entry.changes
        ],
    )


def _target(entry: AuditEntry) -> str:
    noun, _dot, _act = entry.verb.partition(".")
    if noun == "person" and entry.target in NOBODY:
        return str(NOBODY[entry.target])
    if noun not in PREFIXED:
        return entry.target
    count, _space, rest = entry.target.partition(" ")
    if noun == "delivery" and rest == "deliveries" and count.isdecimal():
        return ngettext("%(count)s message", "%(count)s messages", int(count)) % {"count": count}
    # The noun stands in the verb's words already.
    name, of, place = entry.target.removeprefix(f"{noun} ").rpartition(" of ")
    if of and noun in {"hook", "token"}:
        return gettext("%(name)s of %(place)s") % {"name": name, "place": place}
    return f"{name}{of}{place}"


def _said(member: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return listed(_said(member, each) for each in value)
    with suppress(LookupError, ValueError):
        return str(_sayers.get(member, str)(value))
    return str(value)
