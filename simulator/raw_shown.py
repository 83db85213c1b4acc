from __future__ import annotations

import re
from enum import StrEnum

_OUTSIDE_CODE = re.compile(r"`[^`\n]+`")
_COLOURS = r"(?:info|comment|warning)"


class RawShown(StrEnum):
    """Name a piece of syntax that WeCom shows as it was typed."""

    TABLE = "table"
    LIST = "list"
    FENCE = "fence"
    IMAGE = "image"
    RULE = "rule"
    ITALIC = "italic"
    STRIKE = "strike"
    NESTED_QUOTE = "nested_quote"
    FONT = "font"
    COLOUR = "colour"
    MENTION = "mention"
    MENTION_ALL = "mention_all"
    HTML = "html"
    DOUBLE_ESCAPE = "double_escape"


_ANYWHERE = {
    RawShown.STRIKE: r"~~\S[^\n]*?~~",
    RawShown.HTML: r"</?(?!font\b)(?:b|i|u|a|br|p|div|span|img|table|strong|em|details|summary)\b[^>\n]*>",
    RawShown.DOUBLE_ESCAPE: r"\\n",
}
_IN_V1 = {
    RawShown.TABLE: r"^(?=[^\n]*\|)(?=[^\n]*---)[ :|-]+$",
    RawShown.LIST: r"^[ \t]*(?:[-+*]|\d+[.)])[ \t]+\S",
    RawShown.FENCE: r"^[ \t]*```",
    RawShown.IMAGE: r"!\[[^\]\n]*\]\([^)\n]+\)",
    RawShown.RULE: r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$",
    RawShown.ITALIC: r"(?<![*\w])\*(?![*\s])[^*\n]+(?<![*\s])\*(?![*\w])",
    RawShown.NESTED_QUOTE: r"^>\s?>",
    RawShown.COLOUR: rf"<font\b(?!\s+color=[\"']{_COLOURS}[\"']\s*>)",
    RawShown.MENTION_ALL: r"<@all>",
}
_IN_V2 = {RawShown.FONT: r"</?font\b", RawShown.MENTION: r"<@[A-Za-z0-9_.-]{1,64}>"}
_IN_TEXT = {RawShown.MENTION_ALL: r"<@all>", RawShown.DOUBLE_ESCAPE: r"\\n"}
_PATTERNS = {
    "markdown": _ANYWHERE | _IN_V1,
    "markdown_v2": _ANYWHERE | _IN_V2,
    "text": _IN_TEXT,
}


def raw_shown(msgtype: str, content: str) -> tuple[RawShown, ...]:
    """Return which syntax in `content` the message type does not know, as the lint of §4.3 of the notes."""
    visible = _OUTSIDE_CODE.sub("", _without_fences(content) if msgtype == "markdown_v2" else content)
    patterns = _PATTERNS.get(msgtype, {})
    return tuple(kind for kind, pattern in patterns.items() if re.search(pattern, visible, re.MULTILINE))


def _without_fences(content: str) -> str:
    return re.sub(r"^[ \t]*```.*?(?:^[ \t]*```[ \t]*$|\Z)", "", content, flags=re.MULTILINE | re.DOTALL)
