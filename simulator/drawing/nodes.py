from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """Name what a node looks like; templates/simulator/drawn.html has a partial for each."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    GAP = "gap"
    HEADING = "heading"
    QUOTE = "quote"
    RULE = "rule"
    FENCE = "fence"
    LIST = "list"
    NUMBERED = "numbered"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    HEAD_CELL = "head_cell"
    CELL = "cell"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LINK = "link"
    COLOUR = "colour"
    MENTION = "mention"
    EVERYONE = "everyone"
    IMAGE = "image"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, kw_only=True)
class Node:
    """Hold one piece of a drawn message: its own text or its children, never markup.

    `url` is empty or starts with http:// or https://; `tone` is a colour (info, comment, warning), a cell's
    side (left, center, right) or an attachment's type; `level` a heading's depth or a list's first number.
    """

    shape: Shape
    text: str = ""
    children: tuple[Node, ...] = ()
    url: str = ""
    tone: str = ""
    level: int = 0


def text_node(text: str) -> Node:
    return Node(shape=Shape.TEXT, text=text)


def holding(shape: Shape, children: Iterable[Node], *, tone: str = "", level: int = 0) -> Node:
    """Return a node of that shape around its children."""
    return Node(shape=shape, children=tuple(children), tone=tone, level=level)


def link_node(children: Iterable[Node], address: str) -> Node:
    """Return a link; an address that is not http or https gives it the looks alone."""
    is_web = address.lower().startswith(("http://", "https://"))
    return Node(shape=Shape.LINK, children=tuple(children), url=address if is_web else "")
