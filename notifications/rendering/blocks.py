"""The body of a message: the chosen fields, then the author's own text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from notifications.escaping import escape, link, safe_url, template
from notifications.placeholders import TEXTS_REMEMBERED, Line, lines_of
from notifications.rendering.cutting import shorten, size
from notifications.rendering.layout import Layout
from notifications.rendering.values import Asked, Values, asked_in, shield
from notifications.rendering.wording import COLON, OPEN_RUN
from notifications.vocabulary import FIELDS, Facts, Field, FieldKind, MessageType

BULLETS = {MessageType.MARKDOWN: "> ", MessageType.MARKDOWN_V2: "- ", MessageType.TEXT: ""}
# `<${X}` or `<@a${X}`: with the value it could become a mention.
_VALUE_IN_A_MENTION = re.compile(r"<(?=@?[\w.@-]*\$\{)")
_MENTION = re.compile(r"<@([^<>\n]*)>")


class FieldLine(NamedTuple):
    """One field of the message; only a plain value may be shortened."""

    before: str
    value: str
    can_be_shortened: bool

    def shortened(self, max_bytes: int) -> FieldLine:
        """Return the line with its value in at most `max_bytes`, where it may be shortened."""
        if not self.can_be_shortened or size(self.value) <= max_bytes:
            return self
        return self._replace(value=shorten(self.value, max_bytes))

    def __str__(self) -> str:
        return self.before + self.value


def field_lines(facts: Facts, layout: Layout, dialect: MessageType) -> list[FieldLine]:
    """Return the chosen fields that have a value, in the table's order."""
    lines = []
    for field, before in _chosen(layout.content_fields, layout.language, dialect):
        if shown := _drawn(field, field.value(facts, layout.language), layout, dialect):
            lines.append(FieldLine(before, shown, field.kind is FieldKind.PLAIN))
    return lines


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _chosen(names: tuple[str, ...], language: str, dialect: MessageType) -> tuple[tuple[Field, str], ...]:
    """Return the chosen fields, each with what stands before its value in every message of a rule."""
    bullet, colon = BULLETS[dialect], COLON.to(language)
    return tuple(
        (field, f"{bullet}{field.label.to(language)}{colon}") for field in FIELDS if field.name in names
    )


def _drawn(field: Field, value: str, layout: Layout, dialect: MessageType) -> str:
    if field.kind is FieldKind.LINK:
        return link(value, OPEN_RUN.to(layout.language), dialect)
    shown = escape(value, dialect)
    is_code = shown and field.kind is FieldKind.CODE and dialect is not MessageType.TEXT
    return f"`{shown}`" if is_code else shown


def run_link(facts: Facts, layout: Layout, dialect: MessageType) -> str:
    """Return the link to the run, or nothing when there is no http or https address."""
    return link(facts.url, OPEN_RUN.to(layout.language), dialect) if safe_url(facts.url) else ""


class Authored(NamedTuple):
    """An author's text taken apart: each line with what it asks for, and all of it for one formatting."""

    lines: tuple[tuple[Line, tuple[Asked, ...]], ...]
    form: str
    asked: tuple[Asked, ...]


def custom_block(facts: Facts, layout: Layout, dialect: MessageType) -> str:
    """Return the author's text with its variables filled and escaped, no longer than is needed to be cut."""
    if not layout.custom_content:
        return ""
    values = Values(facts, layout.language, dialect)
    text = _authored(layout.custom_content, dialect, may_mention=layout.may_mention)
    whole = _whole(text, values, dialect.max_bytes)
    return (_by_line(text, values, dialect) if whole is None else whole).strip("\n")


def _whole(text: Authored, values: Values, longest: int) -> str | None:
    """Return the text filled at once, or None where lines could be too many or one of them be dropped."""
    if len(text.form) > longest:
        return None
    shown = tuple(map(values.__getitem__, text.asked))
    if not all(shown) or len(text.form) + sum(map(len, filter(None, shown))) > longest:
        return None
    return text.form % shown


def _by_line(text: Authored, values: Values, dialect: MessageType) -> str:
    lines, left, at_line_start = [], dialect.max_bytes, shield(dialect)
    for line, asked in text.lines:
        shown = map(values.__getitem__, asked)
        filled = line.with_values(shown, at_line_start=at_line_start) if asked else line.rest
        if filled is not None:
            lines.append(filled)
            left -= len(filled)
        if left < 0:
            break
    return "\n".join(lines)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _authored(custom_content: str, dialect: MessageType, *, may_mention: bool) -> Authored:
    """Return an author's text with mentions left only where they stand whole, and none that may not be."""
    text = _VALUE_IN_A_MENTION.sub("＜", template(custom_content))
    if not may_mention:
        text = _MENTION.sub(r"＠\1", text).replace("<@", "＜@")
    lines = tuple((line, asked_in(line, dialect)) for line in lines_of(text))
    return Authored(
        lines=lines,
        form="\n".join(line.form for line, _ in lines),
        asked=tuple(each for _, asked in lines for each in asked),
    )
