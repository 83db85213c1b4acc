"""The values of variables, escaped for the place in the author's text where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from notifications.escaping import escape, in_link, safe_url
from notifications.vocabulary import Facts, MessageType, value_of

Treatment = Callable[[str], str]


class Values:
    """Look variables up for one message; a value used often is read and escaped once."""

    def __init__(self, facts: Facts, language: str, dialect: MessageType) -> None:
        self.facts, self.language, self.dialect = facts, language, dialect
        self._shown: dict[tuple[str, Treatment], str | None] = {}
        self._text, self._row = self._in_text, self._in_row  # one object each, to be found again by

    def in_line(self, line: str) -> Callable[[str, int], str | None]:
        """Return the look-up for one line of the author's text."""
        return partial(self._value, line)

    def _value(self, line: str, name: str, at: int) -> str | None:
        place = name, self._treatment(line, at)
        if place not in self._shown:
            self._shown[place] = self._made(*place)
        return self._shown[place]

    def _made(self, name: str, treatment: Treatment) -> str | None:
        value = value_of(name, self.facts, self.language)
        # What is longer than a message is cut anyway.
        return None if value is None else treatment(value)[: self.dialect.max_bytes]

    def _treatment(self, line: str, at: int) -> Treatment:
        target = line.rfind("](", 0, at)
        if target >= 0 and self.dialect is not MessageType.TEXT and ")" not in line[target:at]:
            return _in_address(line, target + len("]("), at)
        is_row = self.dialect is MessageType.MARKDOWN_V2 and "|" in line
        return self._row if is_row else self._text

    def _in_text(self, value: str) -> str:
        return (
            safe_url(value) or escape(value, self.dialect)
            if _is_address(value)
            else escape(value, self.dialect)
        )

    def _in_row(self, value: str) -> str:
        return escape(value, self.dialect, in_table=True)


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and len(value.split(maxsplit=1)) == 1


def _in_address(line: str, begins: int, at: int) -> Treatment:
    """Return how a value is shown in a link's address that begins at `begins`."""
    if begins == at:
        return _whole_address
    return in_link if line.startswith(("http://", "https://"), begins) else _without_scheme


def _without_scheme(value: str) -> str:
    """Return a part of an address whose beginning is a value itself, perhaps an empty one."""
    return in_link(value).replace(":", "%3A")


def _whole_address(value: str) -> str:
    return safe_url(value) or ""
