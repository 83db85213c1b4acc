from __future__ import annotations

from simulator.drawing.message import draw
from simulator.drawing.nodes import Node, Shape

__all__ = ["Node", "Shape", "draw"]
