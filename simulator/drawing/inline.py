from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.drawing.nodes import Node, Shape, holding, link_node, text_node

_CODE = r"`(?P<code>[^`\n]+)`"
_LINK = r"\[(?P<label>[^\[\]\n]+)\]\((?P<address>[^()\s]+)\)"
_IMAGE = r"!\[(?P<alt>[^\[\]\n]*)\]\((?P<source>[^()\s]+)\)"
_BOLD = r"\*\*(?=[^\s*])(?P<bold>.+?)(?<=\S)\*\*"
_ITALIC = r"\*(?=[^\s*])(?P<italic>[^*\n]*[^\s*])\*"
_FONT = r"""<font\b(?P<attributes>[^<>\n]*)>(?P<coloured>.*?)</font>"""
_MENTION = r"<@(?P<mention>(?!all>)[A-Za-z0-9_.-]{1,64})>"
_MARKDOWN = re.compile(f"{_CODE}|{_LINK}|{_BOLD}|{_FONT}|{_MENTION}")
_MARKDOWN_V2 = re.compile(f"{_CODE}|{_IMAGE}|{_LINK}|{_BOLD}|{_ITALIC}")
_TEXT = re.compile(rf"{_MENTION}|(?P<bare>https?://[^\s<>\"'“”‘’，。；！？、（）《》【】]+)")
_COLOUR = re.compile(r"""^\s+color=["'](info|comment|warning)["']\s*$""")
_TRAILING = ".,;:!?)]}"


def markdown_line(line: str) -> tuple[Node, ...]:
    """Return a line of markdown as pieces: bold, link, code, three colours, mentions; the rest as typed."""
    return tuple(_pieces(line, _MARKDOWN))


def markdown_v2_line(line: str) -> tuple[Node, ...]:
    """Return a line of markdown_v2 as pieces: bold, italic, link, code, image; the rest as typed."""
    return tuple(_pieces(line, _MARKDOWN_V2))


def text_line(line: str) -> tuple[Node, ...]:
    """Return a line of plain text as pieces: bare web addresses become links, `<@id>` a mention."""
    return tuple(_pieces(line, _TEXT))


def _pieces(line: str, pattern: re.Pattern[str]) -> Iterator[Node]:
    at = 0
    for found in pattern.finditer(line):
        if found.start() > at:
            yield text_node(line[at : found.start()])
        yield from _piece(found, pattern)
        at = found.end()
    if at < len(line):
        yield text_node(line[at:])


def _piece(found: re.Match[str], pattern: re.Pattern[str]) -> Iterator[Node]:
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    match found.lastgroup:
        case "code":
            yield Node(shape=Shape.CODE, text=part["code"])
        case "address":
            yield link_node(_pieces(part["label"], pattern), part["address"])
        case "source":
            yield Node(shape=Shape.IMAGE, text=part["alt"], url=link_node((), part["source"]).url)
        case "mention":
            yield Node(shape=Shape.MENTION, text=part["mention"])
        case "coloured":
            colour = _COLOUR.match(part["attributes"])
            inner = _pieces(part["coloured"], pattern)
            yield holding(Shape.COLOUR, inner, tone=colour.group(1) if colour else "")
        case "bare":
            yield from _bare_link(part["bare"])
        case name:
            shape = Shape.BOLD if name == "bold" else Shape.ITALIC
            yield holding(shape, _pieces(part[shape.value], pattern))


def _bare_link(address: str) -> Iterator[Node]:
    clean = address.rstrip(_TRAILING)
    yield link_node((text_node(clean),), clean)
    if clean != address:
        yield text_node(address[len(clean) :])
