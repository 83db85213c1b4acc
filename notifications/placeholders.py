"""`${NAME}` in custom content: found, checked and filled in one pass, without recursion and without code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from notifications.vocabulary import VARIABLE_NAMES, VARIABLES_BY_NAME

NAME_MAX_LENGTH = 64
TEXTS_REMEMBERED = 128
NAME = re.compile(rf"[A-Za-z0-9_-]{{1,{NAME_MAX_LENGTH}}}")
_PLACEHOLDER = re.compile(rf"\$\$\{{|\$\{{({NAME.pattern})\}}")
_BEFORE_A_LINE_STARTS = re.compile(r"(?:[\s>]|[-+*]\s|\d+[.)]\s)*")  # nothing, quotes, list items


@lru_cache(maxsize=TEXTS_REMEMBERED)
def names_in(text: str) -> tuple[str, ...]:
    """Return the names `text` refers to, each once, in order; `$${NAME}` refers to nothing."""
    found = (match[1] for match in _PLACEHOLDER.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name))


def unknown_names(text: str, known: Collection[str] = VARIABLES_BY_NAME) -> tuple[str, ...]:
    """Return the names in `text` that are not among `known`."""
    return tuple(name for name in names_in(text) if name not in known)


def nearest(name: str, known: Collection[str] = VARIABLE_NAMES) -> str | None:
    """Return the known name that looks most like `name`, or None when none does."""
    close = get_close_matches(name.upper().replace("-", "_"), known, n=1, cutoff=0.6)
    return close[0] if close else None


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` filled; unknown names stay as typed, a line whose variables are all empty is dropped."""
    filled = (line.filled(lambda name, _: values.get(name)) for line in lines_of(text))
    return "\n".join(line for line in filled if line is not None)


class Place(NamedTuple):
    """Where a variable stands in a line: its name, what was typed, what stands before it, where it begins.

    The name of `$${` is None. `is_start` tells that a line may start with what stands before.
    """

    name: str | None
    typed: str
    before: str
    at: int
    is_start: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an author's text, taken apart at its variables."""

    typed: str
    places: tuple[Place, ...]
    rest: str
    has_variables: bool

    @classmethod
    def read(cls, typed: str) -> Line:
        """Take a line apart."""
        if "${" not in typed:
            return cls(typed=typed, places=(), rest=typed, has_variables=False)
        places, end = [], 0
        for match in _PLACEHOLDER.finditer(typed):
            before = typed[end : match.start()]
            is_start = _BEFORE_A_LINE_STARTS.fullmatch(before) is not None
            places.append(Place(match[1], match[0], before, match.start(), is_start))
            end = match.end()
        has_variables = any(place.name is not None for place in places)
        return cls(typed=typed, places=tuple(places), rest=typed[end:], has_variables=has_variables)

    def filled(
        self,
        value_of: Callable[[str, int], str | None],
        *,
        at_line_start: Callable[[str], str] = str,
    ) -> str | None:
        """Return the line filled, or None when it has variables and all of them are empty.

        `value_of` gets a name and where in the line it stands, and answers None for a name that means
        nothing. `at_line_start` may change a value that begins the line, where it could be read as markup.
        """
        parts: list[str] = []
        all_empty, is_blank = True, True
        for name, typed, before, at, is_start in self.places:
            is_blank = is_blank and is_start
            value = "${" if name is None else value_of(name, at)
            all_empty = all_empty and (name is None or value == "")
            shown = typed if value is None else value
            parts += before, at_line_start(shown) if is_blank and value else shown
            is_blank = is_blank and not shown
        parts.append(self.rest)
        return None if self.has_variables and all_empty else "".join(parts)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of an author's text, taken apart once for all the messages that have it."""
    return tuple(Line.read(line) for line in text.split("\n"))
