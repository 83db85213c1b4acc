"""Whom a message mentions, and how each dialect does it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from notifications.rendering.layout import Layout
from notifications.vocabulary import Facts

EVERYBODY = "@all"
_USER_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_ALL = frozenset({"all", "@all"})


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who is mentioned: user ids, each once, perhaps everybody; `illegal` were asked for but are no ids."""

    users: tuple[str, ...] = ()
    everybody: bool = False
    illegal: tuple[str, ...] = ()

    @property
    def inline(self) -> str:
        """Return what mentions the users inside markdown; everybody cannot be mentioned there."""
        return "".join(f"<@{user}>" for user in self.users)

    @property
    def listed(self) -> list[str]:
        """Return the `mentioned_list` of a text message."""
        return [*self.users, EVERYBODY] if self.everybody else [*self.users]


NOBODY = Mentions()


def is_user_id(text: str) -> bool:
    """Tell whether `text` can be a WeCom user_id: 1 to 64 of `A-Za-z0-9_.-`; "all" is nobody's."""
    return _USER_ID.fullmatch(text) is not None and text.casefold() not in _ALL


def mentions_of(facts: Facts, layout: Layout) -> Mentions:
    """Return whom this message mentions; a test mentions nobody unless it was asked to."""
    asks = layout.mention_users or layout.mention_all or layout.mention_trigger_user
    if not asks or not layout.may_mention:
        return NOBODY
    asked = [user.strip() for user in layout.mention_users if user.strip()]
    names = [user for user in asked if user.casefold() not in _ALL]
    wanted = [*names, *(_trigger_user(facts) if layout.mention_trigger_user else ())]
    return Mentions(
        users=each_once(user for user in wanted if is_user_id(user)),
        everybody=layout.mention_all or len(names) < len(asked),
        illegal=tuple(user for user in wanted if not is_user_id(user)),
    )


def _trigger_user(facts: Facts) -> tuple[str, ...]:
    """Return who can be mentioned for the run, else the name that is no user id, so that it is told."""
    people = [person for name in (facts.triggered_by, facts.author) if (person := name.strip())]
    return tuple([*filter(is_user_id, people), *people][:1])


def each_once(users: Iterable[str]) -> tuple[str, ...]:
    """Return the ids without repetition; WeCom does not tell their case apart."""
    first_spelling: dict[str, str] = {}
    for user in users:
        first_spelling.setdefault(user.casefold(), user)
    return tuple(first_spelling.values())
