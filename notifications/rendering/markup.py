"""Where markup lies in a text, so that a cut neither splits nor leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_INLINE = 4096  # characters looked at behind a cut for the end of what it would split
FENCE = "```"
FONT_END = "</font>"
_FONT = re.compile(r"<font[^<>\n]*>")
_FENCE_LINE = re.compile(r"^[ \t]*```", re.MULTILINE)
# Each begins with a plain character, which is what makes looking for it fast.
_WHOLE = (
    re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"),
    re.compile(r"\[[^\[\]\n]*\]\([^()\n]*\)"),
    re.compile(r"<[^<>\n]{1,200}>"),
    re.compile(r"https?://[^\s<>]{1,2000}"),
)
_CLOSABLE = (
    re.compile(r"(?P<mark>\*\*?\*?)(?!\s)[^*`\n]+(?P=mark)"),
    re.compile(r"(?P<mark>``?)(?!\s)[^*`\n]+(?P=mark)"),
)
_BEGINNING = re.compile(r"[\[<*`]|https?://")  # of any of these


@dataclass(frozen=True, slots=True)
class Span:
    """Markup from `start` to `end`; a cut behind `inside` can be closed by `closer` where there is one."""

    start: int
    end: int
    inside: int = 0
    closer: str = ""

    def is_split_at(self, at: int) -> bool:
        return self.start < at < self.end


def spans_split_at(text: str, at: int) -> list[Span]:
    """Return the markup a cut at `at` would split, the outermost first."""
    line_start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", at, at + LONGEST_INLINE)
    line = text[line_start : line_end if line_end >= 0 else at + LONGEST_INLINE]
    has_markup = _BEGINNING.search(line) is not None
    found = [span for span in _spans_of(line, line_start) if span.is_split_at(at)] if has_markup else []
    if (font := _font_around(text, at)) is not None:
        found.append(font)
    return sorted(found, key=lambda span: (span.start, -span.end))


def _spans_of(line: str, offset: int) -> Iterator[Span]:
    for pattern in _WHOLE:
        for match in pattern.finditer(line):
            yield Span(match.start() + offset, match.end() + offset)
    for pattern in _CLOSABLE:
        for match in pattern.finditer(line):
            start, mark = match.start() + offset, match["mark"]
            yield Span(start, match.end() + offset, start + len(mark), mark)


def _font_around(text: str, at: int) -> Span | None:
    """Return the coloured text around `at`; it may go over several lines."""
    opened = text.rfind("<font", 0, at)
    if opened < 0 or opened < text.rfind(FONT_END, 0, at):
        return None
    opening, closed = _FONT.match(text, opened), text.find(FONT_END, opened)
    if opening is None or closed < 0:
        return None
    span = Span(opened, closed + len(FONT_END), opening.end(), FONT_END)
    return span if span.is_split_at(at) else None


def open_fence(text: str, at: int) -> int | None:
    """Return where the code fence begins that is open at `at`, if one is."""
    if text.find(FENCE, 0, at) < 0:
        return None  # as nearly always
    fences = [match.start() for match in _FENCE_LINE.finditer(text, 0, at)]
    return fences[-1] if len(fences) % 2 else None
