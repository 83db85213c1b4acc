"""Make a message fit: shorten long values, then cut the body; never title, link or mentions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from notifications.rendering.blocks import FieldLine
from notifications.rendering.cutting import cut, size

SHORTEST_VALUE_BYTES = 300  # a field's value is not shortened below this; then the body is cut


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What a message is put together from; `gap` stands between the fields and the author's text."""

    title: str
    fields: tuple[FieldLine, ...]
    gap: str
    custom: str
    mentions: str
    link: str
    cut_mark: str

    @property
    def needed(self) -> int:
        """Return the bytes of what is never cut, with the mark that something was."""
        return size(_lines(self.title, self.cut_mark, self.link) + self.mentions)

    @property
    def body(self) -> str:
        fields = "\n".join(map(str, self.fields))
        return self.gap.join(block for block in (fields, self.custom) if block)

    def whole(self) -> str:
        """Return the message with nothing left out."""
        return _lines(self.title, self.body) + self.mentions


def _lines(*blocks: str) -> str:
    return "\n".join(block for block in blocks if block)


def fit(parts: Parts, limit: int) -> tuple[str, bool]:
    """Return the content in at most `limit` bytes, and whether something was left out."""
    whole = parts.whole()
    excess = size(whole) - limit
    if excess <= 0:
        return whole, False
    ending = "" if _has_line_ending_in(parts.body, parts.link) else parts.link
    fields = _shortened(parts.fields, excess + _line_size(ending))
    if fields == parts.fields:
        return _cut(parts, limit), True
    shorter = replace(parts, fields=fields)
    content = _lines(shorter.title, shorter.body, ending) + parts.mentions
    if size(content) <= limit:
        return content, True
    return _cut(shorter, limit), True


def _has_line_ending_in(body: str, link: str) -> bool:
    return f"{link}\n" in f"{body}\n"


def _line_size(line: str) -> int:
    return size(line) + 1 if line else 0


def _shortened(fields: tuple[FieldLine, ...], excess: int) -> tuple[FieldLine, ...]:
    """Shorten the longest values, all to one length, by `excess` bytes in sum."""
    sizes = sorted((size(field.value) for field in fields if field.can_be_shortened), reverse=True)
    level = max(_level(sizes, excess), SHORTEST_VALUE_BYTES)
    if not sizes or sizes[0] <= level:
        return fields
    return tuple(field.shortened(level) for field in fields)


def _level(sizes: list[int], excess: int) -> int:
    """Return the length to which the largest of `sizes` must come down to save `excess`, or 0."""
    for count in range(1, len(sizes) + 1):
        level = (sum(sizes[:count]) - excess) // count
        if count == len(sizes) or level >= sizes[count]:
            return max(level, 0)
    return 0


def _cut(parts: Parts, limit: int) -> str:
    """Cut the body; keep the title, the run's link and the mentions."""
    taken = _line_size(parts.title) + _line_size(parts.cut_mark) + size(parts.mentions)
    whole, ending = parts.body, ""
    body = cut(whole, limit - taken)
    if not _has_line_ending_in(body, parts.link):
        ending = parts.link
        body = cut(whole, limit - taken - _line_size(ending))
    return _lines(parts.title, _marked(body, whole, parts.cut_mark), ending) + parts.mentions


def _marked(body: str, whole: str, cut_mark: str) -> str:
    """Put the mark behind the last character of a cut line, or on a line of its own behind whole lines."""
    at_line_end = whole.startswith(body + "\n") or not whole.startswith(body)
    return f"{body}\n{cut_mark}".lstrip("\n") if at_line_end else body + cut_mark
