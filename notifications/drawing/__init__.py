"""A WeCom message as a tree of blocks and spans, to be drawn as a group shows it.

Pure: text in, frozen values out; a template escapes and draws them. What a dialect does not know stays as
typed, because that is what people in the group see.
"""

from __future__ import annotations

from notifications.drawing.blocks import Block, Bubble, Cell, bubble, draw
from notifications.drawing.spans import Span

__all__ = ["Block", "Bubble", "Cell", "Span", "bubble", "draw"]
