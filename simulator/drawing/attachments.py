from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.decoding import text_in
from simulator.drawing.nodes import Node, Shape, holding, link_node, text_node


def news_nodes(fields: dict[str, Any]) -> Iterator[Node]:
    """Yield an article's title as a link and its description below it."""
    for article in fields["articles"]:
        title = link_node((text_node(text_in(article, "title")),), text_in(article, "url"))
        yield holding(Shape.HEADING, (title,), level=3)
        yield from _soft(article, "description")


def card_nodes(card: dict[str, Any]) -> Iterator[Node]:
    """Yield a template card's words: source, title, emphasis, rows, links."""
    yield from _soft(_object(card, "source"), "desc")
    title = _object(card, "main_title")
    if text_in(title, "title"):
        yield holding(Shape.HEADING, (text_node(text_in(title, "title")),), level=3)
    yield from _soft(title, "desc")
    emphasis = _object(card, "emphasis_content")
    if text_in(emphasis, "title"):
        yield holding(Shape.HEADING, (text_node(text_in(emphasis, "title")),), level=1)
    yield from _soft(emphasis, "desc")
    yield from _plain(card, "sub_title_text")
    yield from _rows(card)


def attachment_node(msgtype: str) -> Node:
    """Return the box that stands for an image, a file or a voice message."""
    return Node(shape=Shape.ATTACHMENT, tone=msgtype)


def _rows(card: dict[str, Any]) -> Iterator[Node]:
    for row in _objects(card, "horizontal_content_list"):
        yield holding(Shape.PARAGRAPH, (text_node(f"{text_in(row, 'keyname')}  {text_in(row, 'value')}"),))
    for row in _objects(card, "vertical_content_list"):
        yield from _plain(row, "title")
        yield from _soft(row, "desc")
    for jump in _objects(card, "jump_list"):
        link = link_node((text_node(text_in(jump, "title")),), text_in(jump, "url"))
        yield holding(Shape.PARAGRAPH, (link,))


def _plain(holder: dict[str, Any], name: str) -> Iterator[Node]:
    if text_in(holder, name):
        yield holding(Shape.PARAGRAPH, (text_node(text_in(holder, name)),))


def _soft(holder: dict[str, Any], name: str) -> Iterator[Node]:
    if text_in(holder, name):
        soft = holding(Shape.COLOUR, (text_node(text_in(holder, name)),), tone="comment")
        yield holding(Shape.PARAGRAPH, (soft,))


def _object(card: dict[str, Any], name: str) -> dict[str, Any]:
    value = card.get(name)
    return value if isinstance(value, dict) else {}


def _objects(card: dict[str, Any], name: str) -> list[dict[str, Any]]:
    values = card.get(name)
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
