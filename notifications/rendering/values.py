"""The values of variables, escaped for the place in the author's text where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from notifications.escaping import escape, in_link, safe_url
from notifications.vocabulary import Facts, MessageType, value_of


class Values:
    """Look variables up for one message; a value used often is escaped once."""

    def __init__(self, facts: Facts, language: str, dialect: MessageType) -> None:
        self.facts, self.language, self.dialect = facts, language, dialect
        self._escaped: dict[tuple[str, Callable[[str], str]], str] = {}

    def in_line(self, line: str) -> Callable[[str, int], str | None]:
        """Return the look-up for one line of the author's text."""
        return partial(self._value, line)

    def _value(self, line: str, name: str, at: int) -> str | None:
        value = value_of(name, self.facts, self.language)
        if value is None:
            return None
        treatment = self._treatment(line, at)
        if (name, treatment) not in self._escaped:
            # What is longer than a message is cut anyway.
            self._escaped[name, treatment] = treatment(value)[: self.dialect.max_bytes]
        return self._escaped[name, treatment]

    def _treatment(self, line: str, at: int) -> Callable[[str], str]:
        target = line.rfind("](", 0, at) + len("](")
        if target > 1 and ")" not in line[target:at] and self.dialect is not MessageType.TEXT:
            if target == at:
                return _whole_address
            return in_link if line.startswith(("http://", "https://"), target) else _without_scheme
        is_row = "|" in line and self.dialect is MessageType.MARKDOWN_V2
        return self._in_row if is_row else self._in_text

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


def _without_scheme(value: str) -> str:
    """Return a part of an address whose beginning is a value itself, perhaps an empty one."""
    return in_link(value).replace(":", "%3A")


def _whole_address(value: str) -> str:
    return safe_url(value) or ""
