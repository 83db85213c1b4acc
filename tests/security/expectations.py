"""Which answer each person gets, in short words: the columns are those of `world.EVERYONE`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SIGN_IN = "sign in"
Codes = tuple[Any, ...]


def anybody(code: int) -> Codes:
    """Everybody who is signed in; others are sent to sign in."""
    return (code, code, code, code, code, SIGN_IN)


def public(code: int) -> Codes:
    return (code, code, code, code, code, code)


def team(code: int) -> Codes:
    """The team and administrators; for a stranger nothing is there."""
    return (code, code, code, code, 404, SIGN_IN)


def editors(code: int) -> Codes:
    return (code, code, code, 403, 404, SIGN_IN)


def owners(code: int) -> Codes:
    return (code, code, 403, 403, 404, SIGN_IN)


def administrators(code: int, *, strangers: int = 404) -> Codes:
    return (code, 403, 403, 403, strangers, SIGN_IN)


def somewhere_editor(code: int) -> Codes:
    """Who may write rules in some team: charlie may, in his own."""
    return (code, code, code, 403, code, SIGN_IN)


def somewhere_owner(code: int) -> Codes:
    return (code, code, 403, 403, code, SIGN_IN)


REFUSED = anybody(405)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What GET and POST of a page answer; `ids` says which thing of the world a parameter names."""

    get: Codes = REFUSED
    post: Codes = REFUSED
    data: dict[str, Any] = field(default_factory=lambda: {"unknown": "1"})
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a call of the API answers with this body."""

    codes: Codes
    body: dict[str, Any] | None = None
    ids: dict[str, str] = field(default_factory=dict)
