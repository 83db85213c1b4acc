"""The values of variables, escaped for the place in the author's text where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from notifications.escaping import escape, in_link, safe_url
from notifications.vocabulary import Facts, MessageType, value_of

Treatment = Callable[[str], str]
LookUp = Callable[[str, int], str | None]  # of a name, and where in the line it stands


class Values:
    """Look variables up for one message; a value used often is read and escaped once."""

    def __init__(self, facts: Facts, language: str, dialect: MessageType) -> None:
        self.facts, self.language, self.dialect = facts, language, dialect
        self._shown: dict[tuple[str, Treatment], str | None] = {}
        self._has_links = dialect is not MessageType.TEXT
        self._has_rows = dialect is MessageType.MARKDOWN_V2
        # One object each, to be found again by.
        self._text, self._row = self._in_text, self._in_row
        self._texts, self._rows = partial(self._value, self._text), partial(self._value, self._row)

    def in_line(self, line: str) -> LookUp:
        """Return the look-up for one line of the author's text."""
        if self._has_links and "](" in line:
            return partial(self._among_links, line)
        return self._rows if self._has_rows and "|" in line else self._texts

    def _among_links(self, line: str, name: str, at: int) -> str | None:
        return self._value(self._treatment(line, at), name, at)

    def _value(self, treatment: Treatment, name: str, _at: int) -> str | None:
        place = name, treatment
        if place not in self._shown:
            self._shown[place] = self._made(*place)
        return self._shown[place]

    def _made(self, name: str, treatment: Treatment) -> str | None:
        value = value_of(name, self.facts, self.language)
        # What is longer than a message is cut anyway.
        return None if value is None else treatment(value)[: self.dialect.max_bytes]

    def _treatment(self, line: str, at: int) -> Treatment:
        target = line.rfind("](", 0, at)
        if target >= 0 and ")" not in line[target:at]:
            return _in_address(line, target + len("]("), at)
        return self._row if self._has_rows and "|" in line else self._text

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
