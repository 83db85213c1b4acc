from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.drawing.inline import markdown_line, markdown_v2_line
from simulator.drawing.lists import list_at
from simulator.drawing.nodes import Node, Shape, holding, text_node
from simulator.drawing.tables import table_at

QUOTE_DEPTH_MAX = 3
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$")
_QUOTE = re.compile(r"^>[ \t]?")
_RULE = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$")
_FENCE = re.compile(r"^[ \t]*```")
_FONT_TAG = re.compile(r"<font\b[^<>]*>|</font>")


def markdown_blocks(content: str) -> tuple[Node, ...]:
    """Return markdown (v1) line by line: headings, one level of quotes, paragraphs."""
    return tuple(_v1(_closing_fonts(content.split("\n"))))


def markdown_v2_blocks(content: str) -> tuple[Node, ...]:
    """Return markdown_v2 as blocks: headings, nested quotes and lists, tables, code, rules, paragraphs."""
    return tuple(_v2(content.split("\n"), 0))


def _v1(lines: list[str]) -> Iterator[Node]:
    at = 0
    while at < len(lines):
        quoted = _run_of(_QUOTE, lines, at)
        if quoted:
            inner = (_QUOTE.sub("", line) for line in quoted)
            yield holding(Shape.QUOTE, [_line(line, is_v2=False) for line in inner])
        else:
            yield _heading_or_line(lines[at], is_v2=False)
        at += max(len(quoted), 1)


def _v2(lines: list[str], depth: int) -> Iterator[Node]:
    at = 0
    while at < len(lines):
        block, at = _block_at(lines, at, depth)
        yield block


def _block_at(lines: list[str], at: int, depth: int) -> tuple[Node, int]:
    if _FENCE.match(lines[at]):
        return _fence_at(lines, at)
    quoted = _run_of(_QUOTE, lines, at) if depth < QUOTE_DEPTH_MAX else []
    if quoted:
        inner = [_QUOTE.sub("", line) for line in quoted]
        return holding(Shape.QUOTE, _v2(inner, depth + 1)), at + len(quoted)
    if _RULE.match(lines[at]) and (at == 0 or not lines[at - 1].strip()):
        return Node(shape=Shape.RULE), at + 1
    found = table_at(lines, at) or list_at(lines, at)
    return found or (_heading_or_line(lines[at], is_v2=True), at + 1)


def _fence_at(lines: list[str], at: int) -> tuple[Node, int]:
    end = next((n for n in range(at + 1, len(lines)) if _FENCE.match(lines[n])), len(lines))
    return Node(shape=Shape.FENCE, text="\n".join(lines[at + 1 : end])), end + 1


def _heading_or_line(line: str, *, is_v2: bool) -> Node:
    heading = _HEADING.match(line)
    if heading is None:
        return _line(line, is_v2=is_v2)
    pieces = (markdown_v2_line if is_v2 else markdown_line)(heading.group(2))
    return holding(Shape.HEADING, pieces, level=len(heading.group(1)))


def _line(line: str, *, is_v2: bool) -> Node:
    if not line.strip():
        return Node(shape=Shape.GAP)
    pieces = (markdown_v2_line if is_v2 else markdown_line)(line)
    return holding(Shape.PARAGRAPH, pieces or (text_node(line),))


def _run_of(pattern: re.Pattern[str], lines: list[str], at: int) -> list[str]:
    end = next((n for n in range(at, len(lines)) if not pattern.match(lines[n])), len(lines))
    return lines[at:end]


def _closing_fonts(lines: list[str]) -> list[str]:
    """Close a colour at the end of its line and open it again on the next: lines are drawn one by one."""
    opened = ""
    whole: list[str] = []
    for line in lines:
        mark = _QUOTE.match(line)
        head = mark.group() if mark else ""
        tags = _FONT_TAG.findall(line)
        text = f"{head}{opened}{line[len(head) :]}"
        opened = (tags[-1] if tags[-1] != "</font>" else "") if tags else opened
        whole.append(f"{text}</font>" if opened else text)
    return whole
