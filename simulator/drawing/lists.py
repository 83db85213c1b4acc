from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from simulator.drawing.inline import markdown_v2_line
from simulator.drawing.nodes import Node, Shape, holding

DEPTH_MAX = 6
_ITEM = re.compile(r"^([ \t]*)(?:[-+*]|(\d{1,9})[.)])[ \t]+(\S.*)$")


@dataclass(frozen=True, kw_only=True)
class _Item:
    indent: int
    number: int | None
    text: str


def list_at(lines: list[str], at: int) -> tuple[Node, int] | None:
    """Return the list that starts at a line, and the line after it; deeper indents are lists inside."""
    items: list[_Item] = []
    for line in islice(lines, at, None):
        found = _ITEM.match(line)
        if found is None:
            break
        number = int(found.group(2)) if found.group(2) else None
        items.append(_Item(indent=len(found.group(1).expandtabs(2)), number=number, text=found.group(3)))
    return (_list(items, 1), at + len(items)) if items else None


def _list(items: list[_Item], depth: int) -> Node:
    first = items[0]
    shape = Shape.LIST if first.number is None else Shape.NUMBERED
    return holding(shape, [_item(group, depth) for group in _families(items, depth)], level=first.number or 0)


def _families(items: list[_Item], depth: int) -> list[list[_Item]]:
    """Return each item of this depth together with the deeper ones below it."""
    families: list[list[_Item]] = []
    for item in items:
        if families and depth < DEPTH_MAX and item.indent > items[0].indent:
            families[-1].append(item)
        else:
            families.append([item])
    return families


def _item(family: list[_Item], depth: int) -> Node:
    pieces = markdown_v2_line(family[0].text)
    below = (_list(family[1:], depth + 1),) if family[1:] else ()
    return holding(Shape.ITEM, (*pieces, *below))
