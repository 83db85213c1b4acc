from __future__ import annotations

import re

from simulator.drawing.inline import markdown_v2_line
from simulator.drawing.nodes import Node, Shape, holding

_SEPARATOR_CELL = re.compile(r"^:?-+:?$")


def table_at(lines: list[str], at: int) -> tuple[Node, int] | None:
    """Return the table that starts at a line, and the line after it; its second row must be `| --- |`."""
    if at + 1 >= len(lines) or "|" not in lines[at]:
        return None
    sides = _sides(lines[at + 1])
    if not sides or "|" not in lines[at + 1]:
        return None
    end = next((n for n in range(at + 2, len(lines)) if "|" not in lines[n]), len(lines))
    rows = [_row(lines[at], sides, Shape.HEAD_CELL)]
    rows += [_row(line, sides, Shape.CELL) for line in lines[at + 2 : end]]
    return holding(Shape.TABLE, rows), end


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _sides(separator: str) -> list[str]:
    """Return left, center or right for each column, [] when the line separates nothing."""
    cells = _cells(separator)
    if not all(_SEPARATOR_CELL.match(cell) for cell in cells):
        return []
    return [_side(cell) for cell in cells]


def _side(cell: str) -> str:
    if cell.endswith(":"):
        return "center" if cell.startswith(":") else "right"
    return "left"


def _row(line: str, sides: list[str], shape: Shape) -> Node:
    cells = _cells(line)[: len(sides)]
    cells += [""] * (len(sides) - len(cells))
    return holding(
        Shape.ROW,
        [holding(shape, markdown_v2_line(cell), tone=side) for cell, side in zip(cells, sides, strict=True)],
    )
