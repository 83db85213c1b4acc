"""The blocks of a WeCom message: headings, quotes, lists, tables, code.

https://developer.work.weixin.qq.com/document/path/99110
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notifications.drawing.spans import Span, text_spans, v1_spans, v2_spans

QUOTE_LEVELS = 3
HEADING = re.compile(r"(#{1,6}) +(.+)")
QUOTE = re.compile(r">\s?")
ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}\.) +(.+)")
RULE = re.compile(r"\s*(?:-{3,}|\*{3,})\s*")
ALIGNMENT = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")
SPACES_A_LEVEL = 2


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block: heading, paragraph, gap, quote, item, table, code or rule.

    `level` counts from 1 (headings, items, quotes); `marker` is an item's bullet or number as typed.
    """

    kind: str
    spans: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    level: int = 0
    marker: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A table's cell; `align` is "", "center" or "right"."""

    spans: tuple[Span, ...]
    align: str = ""


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One message of a talk; the people a text message pings by its lists stand at its end."""

    blocks: tuple[Block, ...]
    mentions: tuple[str, ...] = ()


def draw(msgtype: str, content: str, *, unknown: Sequence[str] = ()) -> tuple[Block, ...]:
    """Return the blocks of a message's content.

    msgtype: text, markdown or markdown_v2; anything else is drawn as text. unknown: names of variables to
    mark where they were left as typed.
    """
    lines = content.replace("\r\n", "\n").split("\n")
    match msgtype:
        case "markdown":
            return tuple(_v1(lines, frozenset(unknown)))
        case "markdown_v2":
            return tuple(_v2(lines, frozenset(unknown)))
        case _:
            return tuple(_line(text_spans(line, frozenset(unknown))) for line in lines)


def bubble(body: Mapping[str, Any], *, unknown: Sequence[str] = ()) -> Bubble:
    """Draw a message from the JSON object that is sent to the robot."""
    msgtype = str(body.get("msgtype", ""))
    inner = body.get(msgtype, {})
    named = [*inner.get("mentioned_list", ()), *inner.get("mentioned_mobile_list", ())]
    content = str(inner.get("content", "")).rstrip("\n")
    return Bubble(
        blocks=draw(msgtype, content, unknown=unknown),
        mentions=tuple(named) if msgtype == "text" else (),
    )


def _line(spans: tuple[Span, ...]) -> Block:
    return Block(kind="paragraph", spans=spans) if spans else Block(kind="gap")


def _v1(lines: Sequence[str], unknown: frozenset[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        if QUOTE.match(lines[at]):
            end = _run(lines, at, QUOTE)
            inside = (QUOTE.sub("", line, count=1) for line in lines[at:end])
            yield Block(
                kind="quote", level=1, blocks=tuple(_line(v1_spans(line, unknown)) for line in inside)
            )
            at = end
            continue
        heading = HEADING.fullmatch(lines[at])
        if heading:
            yield Block(kind="heading", level=len(heading[1]), spans=v1_spans(heading[2], unknown))
        else:
            yield _line(v1_spans(lines[at], unknown))
        at += 1


def _v2(lines: Sequence[str], unknown: frozenset[str], level: int = 1) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith("```"):
            end = _fence(lines, at)
            yield Block(kind="code", text="\n".join(lines[at + 1 : end]))
            at = end + 1
        elif level <= QUOTE_LEVELS and QUOTE.match(line):
            end = _run(lines, at, QUOTE)
            inside = [QUOTE.sub("", quoted, count=1) for quoted in lines[at:end]]
            yield Block(kind="quote", level=level, blocks=tuple(_v2(inside, unknown, level + 1)))
            at = end
        elif "|" in line and at + 1 < len(lines) and ALIGNMENT.fullmatch(lines[at + 1]):
            end = _rows(lines, at)
            yield _table(lines[at:end], unknown)
            at = end
        else:
            yield _v2_line(line, unknown)
            at += 1


def _v2_line(line: str, unknown: frozenset[str]) -> Block:
    if heading := HEADING.fullmatch(line):
        return Block(kind="heading", level=len(heading[1]), spans=v2_spans(heading[2], unknown))
    if RULE.fullmatch(line):
        return Block(kind="rule")
    if item := ITEM.fullmatch(line):
        level = 1 + len(item[1].expandtabs(SPACES_A_LEVEL)) // SPACES_A_LEVEL
        marker = item[2] if item[2][0].isdigit() else "•"
        return Block(kind="item", level=min(level, 4), marker=marker, spans=v2_spans(item[3], unknown))
    return _line(v2_spans(line, unknown))


def _run(lines: Sequence[str], at: int, pattern: re.Pattern[str]) -> int:
    return next((i for i in range(at, len(lines)) if not pattern.match(lines[i])), len(lines))


def _fence(lines: Sequence[str], at: int) -> int:
    return next((i for i in range(at + 1, len(lines)) if lines[i].strip() == "```"), len(lines))


def _rows(lines: Sequence[str], at: int) -> int:
    return next((i for i in range(at + 2, len(lines)) if "|" not in lines[i]), len(lines))


def _table(lines: Sequence[str], unknown: frozenset[str]) -> Block:
    aligns = [_align(cell) for cell in _cells(lines[1])]
    rows = []
    for line in (lines[0], *lines[2:]):
        cells = _cells(line)[: len(aligns)]
        padded = [*cells, *[""] * (len(aligns) - len(cells))]
        rows.append(
            tuple(
                Cell(spans=v2_spans(cell, unknown), align=align)
                for cell, align in zip(padded, aligns, strict=True)
            )
        )
    return Block(kind="table", rows=tuple(rows))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _align(cell: str) -> str:
    if cell.endswith(":"):
        return "center" if cell.startswith(":") else "right"
    return ""
