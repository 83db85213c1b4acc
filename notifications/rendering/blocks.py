"""The body of a message: the chosen fields, then the author's own text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from notifications.escaping import at_line_start, escape, link, safe_url, template
from notifications.placeholders import TEXTS_REMEMBERED, Line, lines_of
from notifications.rendering.cutting import shorten
from notifications.rendering.layout import Layout
from notifications.rendering.values import Values
from notifications.rendering.wording import COLON, OPEN_RUN
from notifications.vocabulary import FIELDS, Facts, Field, FieldKind, MessageType

BULLETS = {MessageType.MARKDOWN: "> ", MessageType.MARKDOWN_V2: "- ", MessageType.TEXT: ""}
# `<${X}` or `<@a${X}`: with the value it could become a mention.
_VALUE_IN_A_MENTION = re.compile(r"<(?=@?[\w.@-]*\$\{)")
_MENTION = re.compile(r"<@([^<>\n]*)>")


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of the message; only a plain value may be shortened."""

    before: str
    value: str
    can_be_shortened: bool

    def shortened(self, max_bytes: int) -> FieldLine:
        return replace(self, value=shorten(self.value, max_bytes)) if self.can_be_shortened else self

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


def custom_block(facts: Facts, layout: Layout, dialect: MessageType) -> str:
    """Return the author's text with its variables filled and escaped, no longer than is needed to be cut."""
    if not layout.custom_content:
        return ""
    shield = str if dialect is MessageType.TEXT else at_line_start
    values = Values(facts, layout.language, dialect)
    lines, left = [], dialect.max_bytes
    for line in _authored(layout.custom_content, may_mention=layout.may_mention):
        filled = line.filled(values.in_line(line.typed), at_line_start=shield)
        if filled is not None:
            lines.append(filled)
            left -= len(filled)
        if left < 0:
            break
    return "\n".join(lines).strip("\n")


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _authored(custom_content: str, *, may_mention: bool) -> tuple[Line, ...]:
    """Return an author's text with mentions left only where they stand whole, and none that may not be."""
    text = _VALUE_IN_A_MENTION.sub("＜", template(custom_content))
    if not may_mention:
        text = _MENTION.sub(r"＠\1", text).replace("<@", "＜@")
    return lines_of(text)
