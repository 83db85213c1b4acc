"""The shape of a row in the tables of variables."""

from __future__ import annotations

from collections.abc import Callable

from notifications.vocabulary.facts import Facts
from notifications.vocabulary.fields import SHORT_COMMIT_LENGTH
from notifications.vocabulary.languages import Words
from notifications.vocabulary.presence import Presence

ValueOf = Callable[[Facts, str], str]
Row = tuple[str, Words, Presence, tuple[str, ...], ValueOf]


def plain(name: str, meaning: Words, presence: Presence, fact: str) -> Row:
    """Return the row of a variable that is one fact, word for word."""
    return name, meaning, presence, (fact,), lambda facts, _: str(getattr(facts, fact))


def short_commit(facts: Facts, language: str) -> str:
    """Return the first seven digits of the commit, as Gitee does."""
    return facts.commit[:SHORT_COMMIT_LENGTH]
