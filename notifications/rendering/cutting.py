"""Cut text to UTF-8 bytes: at a near line's end or behind a whole character, outside markup."""

from __future__ import annotations

from notifications.rendering.graphemes import boundary
from notifications.rendering.markup import FENCE, FONT_END, open_fence, spans_split_at

ELLIPSIS = "…"
CONTINUATION_MASK, CONTINUATION = 0b1100_0000, 0b1000_0000  # of a byte in UTF-8 that begins no character
CLOSERS_MAX_BYTES = len(FONT_END) + len("***") + len("``") + len("\n" + FENCE)
NEAR_LINE_END = 0.75  # a cut at a line's end must keep this share of what fits


def size(text: str) -> int:
    """Return the bytes of `text` in UTF-8, which is what the robot counts."""
    return len(text.encode())


def prefix_length(encoded: bytes, max_bytes: int) -> int:
    """Return how many code points of a text in UTF-8 fit into `max_bytes`."""
    end = min(max(max_bytes, 0), len(encoded))
    while end < len(encoded) and encoded[end] & CONTINUATION_MASK == CONTINUATION:
        end -= 1
    return len(encoded[:end].decode())


def shorten(value: str, max_bytes: int) -> str:
    """Return a plain value in at most `max_bytes` (3 at least), with "…" where something is missing."""
    if size(value) <= max_bytes:
        return value
    at = boundary(value, prefix_length(value.encode(), max_bytes - size(ELLIPSIS)))
    return value[:at].rstrip() + ELLIPSIS


def cut(text: str, max_bytes: int) -> str:
    """Return the beginning of a marked-up text in at most `max_bytes`, closed and without the "…"."""
    encoded = text.encode()
    if len(encoded) <= max_bytes:
        return text
    at = prefix_length(encoded, max_bytes - CLOSERS_MAX_BYTES)
    if (fence := open_fence(text, at)) is not None:
        return _cut_in_fence(text, fence, at)
    at = _line_end(text, _settle(text, at))
    if text.startswith("|", text.rfind("\n", 0, at) + 1):
        at = max(text.rfind("\n", 0, at), 0) if not _ends_line(text, at) else at
    closers = [span.closer for span in reversed(spans_split_at(text, at))]
    return text[:at].rstrip() + "".join(closers)


def _cut_in_fence(text: str, fence: int, at: int) -> str:
    """Return whole lines of code and close the fence; a fence without a line is left out."""
    line_end = text.rfind("\n", 0, at + 1)
    first_line_end = text.find("\n", fence)
    if line_end <= first_line_end:
        return text[:fence].rstrip()
    return f"{text[:line_end]}\n{FENCE}"


def _settle(text: str, at: int) -> int:
    """Move `at` back until it splits no character and no markup but what can be closed and is long."""
    while at > 0:
        moved = boundary(text, at)
        for span in spans_split_at(text, moved):
            is_long = moved - span.start > moved // 2 and moved > span.inside
            moved = (
                min(moved, span.end - len(span.closer)) if span.closer and is_long else min(moved, span.start)
            )
        if moved == at:
            break
        at = moved
    return at


def _line_end(text: str, at: int) -> int:
    """Return the line's end before `at` when it is near enough and enters no other markup, else `at`."""
    line_end = text.rfind("\n", 0, at + 1)
    if line_end <= 0 or line_end < at * NEAR_LINE_END:
        return at
    return at if spans_split_at(text, line_end) and not spans_split_at(text, at) else line_end


def _ends_line(text: str, at: int) -> bool:
    return at >= len(text) or text[at] == "\n"
