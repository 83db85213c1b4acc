"""`${NAME}` in custom content: found, checked and filled in one pass, without recursion and without code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
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

    `is_start` tells that a line may start with what stands before.
    """

    name: str
    typed: str
    before: str
    at: int
    is_start: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an author's text, taken apart at its variables; `$${` is read as `${` already."""

    typed: str
    places: tuple[Place, ...]
    rest: str

    @classmethod
    def read(cls, typed: str) -> Line:
        """Take a line apart."""
        if "${" not in typed:
            return cls(typed=typed, places=(), rest=typed)
        places, before, end = [], "", 0
        for match in _PLACEHOLDER.finditer(typed):
            before += typed[end : match.start()]
            end = match.end()
            if match[1] is None:
                before += "${"
                continue
            is_start = _BEFORE_A_LINE_STARTS.fullmatch(before) is not None
            places.append(Place(match[1], match[0], before, match.start(), is_start))
            before = ""
        return cls(typed=typed, places=tuple(places), rest=before + typed[end:])

    @property
    def form(self) -> str:
        """Return the line for `%`, with a `%s` for each of its places."""
        befores = [place.before.replace("%", "%%") for place in self.places]
        return "%s".join([*befores, self.rest.replace("%", "%%")])

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
        values = [value_of(place.name, place.at) for place in self.places]
        return self.with_values(values, at_line_start=at_line_start)

    def with_values(
        self, values: Iterable[str | None], *, at_line_start: Callable[[str], str] = str
    ) -> str | None:
        """Return the line filled with a value for each of its places; None where the name means nothing."""
        parts: list[str] = []
        is_told, is_blank = not self.places, True
        for (_, typed, before, _, is_start), value in zip(self.places, values, strict=True):
            is_blank = is_blank and is_start
            if value:
                parts += before, at_line_start(value) if is_blank else value
                is_told, is_blank = True, False
            elif value is None:
                parts += before, typed
                is_told, is_blank = True, False
            else:
                parts.append(before)
        parts.append(self.rest)
        return "".join(parts) if is_told else None


@lru_cache(maxsize=TEXTS_REMEMBERED)
def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of an author's text, taken apart once for all the messages that have it."""
    return tuple(Line.read(line) for line in text.split("\n"))
