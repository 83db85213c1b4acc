"""Patterns such as `release/*`: one pass with one step back to the last star, never exponential."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Fits = Callable[[str], bool]
STAR: Fits = bool


def matches(text: str, pattern: str) -> bool:
    """Tell whether the whole text fits: `*` any characters, `?` one, `[abc]` `[0-9]` `[!x]` one of a set."""
    parts = list(_parts(pattern))
    at = part = 0
    star, star_at = -1, 0
    while at < len(text):
        if part < len(parts) and parts[part] is STAR:
            star, star_at = part, at
            part += 1
        elif part < len(parts) and parts[part](text[at]):
            part += 1
            at += 1
        elif star >= 0:
            # Only the last star can need more: what stood before it has already fitted.
            part, star_at = star + 1, star_at + 1
            at = star_at
        else:
            return False
    return all(rest is STAR for rest in parts[part:])


def _parts(pattern: str) -> Iterator[Fits]:
    at = 0
    while at < len(pattern):
        character = pattern[at]
        end = pattern.find("]", at + 2) if character == "[" else -1
        if end > 0:
            yield _one_of(pattern[at + 1 : end])
            at = end
        elif character == "*":
            yield STAR
        elif character == "?":
            yield lambda _: True
        else:
            yield character.__eq__
        at += 1


def _one_of(members: str) -> Fits:
    is_negated = members[0] == "!"
    ranges = list(_ranges(members[is_negated:]))
    return lambda character: any(low <= character <= high for low, high in ranges) != is_negated


def _ranges(members: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(members):
        is_range = members[at + 1 : at + 2] == "-" and at + 2 < len(members)
        yield members[at], members[at + 2] if is_range else members[at]
        at += 3 if is_range else 1
