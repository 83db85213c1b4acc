"""The values of variables, escaped for the place in the author's text where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from notifications.escaping import at_line_start, escape, in_link, safe_url
from notifications.placeholders import Line
from notifications.vocabulary import Facts, MessageType, value_of

Treatment = Callable[[str, MessageType], str]


class Asked(NamedTuple):
    """What a place in an author's text asks for: a variable, how it is shown there, whether a line begins."""

    name: str
    treatment: Treatment
    begins_line: bool


class Values(dict[Asked, str | None]):
    """The values of one message by what is asked for; each is read and escaped once, when first asked for."""

    def __init__(self, facts: Facts, language: str, dialect: MessageType) -> None:
        super().__init__()
        self.facts, self.language, self.dialect = facts, language, dialect

    def __missing__(self, asked: Asked) -> str | None:
        self[asked] = shown = self._made(asked)
        return shown

    def _made(self, asked: Asked) -> str | None:
        value = value_of(asked.name, self.facts, self.language)
        if value is None:
            return None
        shown = asked.treatment(value, self.dialect)[: self.dialect.max_bytes]  # what is longer is cut anyway
        return shield(self.dialect)(shown) if asked.begins_line else shown


def shield(dialect: MessageType) -> Callable[[str], str]:
    """Return what makes an escaped value harmless at the beginning of a line."""
    return str if dialect is MessageType.TEXT else at_line_start


def asked_in(line: Line, dialect: MessageType) -> tuple[Asked, ...]:
    """Return what each place of a line asks for; only the first can begin it whatever the values are."""
    return tuple(
        Asked(
            place.name,
            _treatment(line.typed, place.at, dialect),
            begins_line=place.is_start and place is line.places[0],
        )
        for place in line.places
    )


def _treatment(line: str, at: int, dialect: MessageType) -> Treatment:
    target = -1 if dialect is MessageType.TEXT else line.rfind("](", 0, at)
    if target >= 0 and ")" not in line[target:at]:
        return _in_address(line, target + len("]("), at)
    return _in_row if dialect is MessageType.MARKDOWN_V2 and "|" in line else _in_text


def _in_text(value: str, dialect: MessageType) -> str:
    return (safe_url(value) if _is_address(value) else None) or escape(value, dialect)


def _in_row(value: str, dialect: MessageType) -> str:
    return escape(value, dialect, in_table=True)


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and len(value.split(maxsplit=1)) == 1


def _in_address(line: str, begins: int, at: int) -> Treatment:
    """Return how a value is shown in a link's address that begins at `begins`."""
    if begins == at:
        return _whole_address
    return _part if line.startswith(("http://", "https://"), begins) else _part_without_scheme


def _part(value: str, _: MessageType) -> str:
    return in_link(value)


def _part_without_scheme(value: str, _: MessageType) -> str:
    """Return a part of an address whose beginning is a value itself, perhaps an empty one."""
    return in_link(value).replace(":", "%3A")


def _whole_address(value: str, _: MessageType) -> str:
    return safe_url(value) or ""
