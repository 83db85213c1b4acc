from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.decoding import fields_of, text_in
from simulator.drawing.attachments import attachment_node, card_nodes, news_nodes
from simulator.drawing.blocks import markdown_blocks, markdown_v2_blocks
from simulator.drawing.inline import text_line
from simulator.drawing.nodes import Node, Shape, holding, text_node
from simulator.mentions import EVERYONE, listed


def draw(body: Mapping[str, Any]) -> tuple[Node, ...]:
    """Return an accepted request as WeCom's desktop client draws it; unsupported syntax stays as typed."""
    msgtype = body["msgtype"]
    fields = fields_of(dict(body), msgtype)
    content = text_in(fields, "content").replace("\r\n", "\n")
    match msgtype:
        case "text":
            return _text_nodes(content, listed(fields))
        case "markdown":
            return markdown_blocks(content)
        case "markdown_v2":
            return markdown_v2_blocks(content)
        case "news":
            return tuple(news_nodes(fields))
        case "template_card":
            return tuple(card_nodes(fields))
        case _:
            return (attachment_node(msgtype),)


def _text_nodes(content: str, mentioned: list[str]) -> tuple[Node, ...]:
    """Return lines of text; listed people come at the very end, on the last line unless it is empty."""
    lines = [list(text_line(line)) for line in content.split("\n")]
    for name in mentioned:
        if lines[-1]:
            lines[-1].append(text_node(" "))
        everyone = name == EVERYONE
        lines[-1].append(Node(shape=Shape.EVERYONE if everyone else Shape.MENTION, text=name))
    return tuple(holding(Shape.PARAGRAPH, line) if line else Node(shape=Shape.GAP) for line in lines)
