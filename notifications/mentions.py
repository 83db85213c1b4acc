"""Whom a step mentions, as people type it: `lilei, hanmeimei`, `all`, with any comma or semicolon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

EVERYBODY = "all"
USERS_MAX = 50
# The account of a member in WeCom's address book: letters, digits and _-@. , at most 64.
USER_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}", re.ASCII)
_SEPARATORS = re.compile(r"[\s,;，；、]+")


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """Whom to mention: user ids in the order typed, and whether everybody."""

    users: tuple[str, ...] = ()
    everybody: bool = False

    @property
    def text(self) -> str:
        """Return them as a person would type them."""
        return ", ".join([*self.users, *([EVERYBODY] if self.everybody else [])])


def parse(text: str) -> Mentions:
    """Return the mentions in a text; a leading @ and repetitions are dropped, nothing is refused here."""
    return of(_SEPARATORS.split(text))


def of(names: Iterable[str]) -> Mentions:
    """Return the mentions in a list of names; `all` and `@all` mean everybody."""
    plain = [name.strip().removeprefix("@") for name in names]
    users = dict.fromkeys(name for name in plain if name and name.lower() != EVERYBODY)
    return Mentions(users=tuple(users), everybody=any(name.lower() == EVERYBODY for name in plain))


def unusable(users: Iterable[str]) -> tuple[str, ...]:
    """Return what cannot be a user id of WeCom, such as a person's written name."""
    return tuple(user for user in users if not USER_ID.fullmatch(user))
