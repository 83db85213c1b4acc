"""`${NAME}` in custom content: found, checked and filled in one pass, without recursion and without code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches

from notifications.vocabulary import VARIABLE_NAMES

NAME_MAX_LENGTH = 64
NAME = re.compile(rf"[A-Za-z0-9_-]{{1,{NAME_MAX_LENGTH}}}")
_PLACEHOLDER = re.compile(rf"\$\$\{{|\$\{{({NAME.pattern})\}}")
_BEFORE_A_LINE_STARTS = re.compile(r"(?:[\s>]|[-+*]\s|\d+[.)]\s)*")  # nothing, quotes, list items


def names_in(text: str) -> tuple[str, ...]:
    """Return the names `text` refers to, each once, in order; `$${NAME}` refers to nothing."""
    found = (match[1] for match in _PLACEHOLDER.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name))


def unknown_names(text: str, known: Collection[str] = VARIABLE_NAMES) -> tuple[str, ...]:
    """Return the names in `text` that are not among `known`."""
    return tuple(name for name in names_in(text) if name not in known)


def nearest(name: str, known: Collection[str] = VARIABLE_NAMES) -> str | None:
    """Return the known name that looks most like `name`, or None when none does."""
    close = get_close_matches(name.upper().replace("-", "_"), known, n=1, cutoff=0.6)
    return close[0] if close else None


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` filled; unknown names stay as typed, a line whose variables are all empty is dropped."""
    filled = (fill_line(line, lambda name, _: values.get(name)) for line in text.split("\n"))
    return "\n".join(line for line in filled if line is not None)


def fill_line(
    line: str,
    value_of: Callable[[str, int], str | None],
    *,
    at_line_start: Callable[[str], str] = str,
) -> str | None:
    """Return one line filled, or None when it has variables and all of them are empty.

    `value_of` gets a name and where in the line it stands, and answers None for a name that means nothing.
    `at_line_start` may change a value that begins the line, where it could be read as markup.
    """
    if "${" not in line:
        return line
    parts: list[str] = []
    end, has_variables, all_empty, is_blank = 0, False, True, True
    for match in _PLACEHOLDER.finditer(line):
        before = line[end : match.start()]
        is_blank = is_blank and _BEFORE_A_LINE_STARTS.fullmatch(before) is not None
        value = "${" if match[1] is None else value_of(match[1], match.start())
        if match[1] is not None:
            has_variables = True
            all_empty = all_empty and value == ""
        shown = match[0] if value is None else value
        parts += [before, at_line_start(shown) if is_blank and value else shown]
        is_blank = is_blank and not shown
        end = match.end()
    return None if has_variables and all_empty else "".join([*parts, line[end:]])
