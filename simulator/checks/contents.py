from __future__ import annotations

from typing import Any

from simulator.decoding import text_in
from simulator.mentions import listed
from simulator.options import Options
from simulator.replies import Refused

MARKDOWN_MAX_BYTES = 4096


def content_limit(msgtype: str, options: Options) -> int:
    """Return how many UTF-8 bytes of `content` a message type may hold."""
    return options.text_max_bytes if msgtype == "text" else MARKDOWN_MAX_BYTES


def content_bytes(fields: dict[str, Any]) -> int:
    return len(text_in(fields, "content").encode())


def check_content(msgtype: str, fields: dict[str, Any], options: Options) -> None:
    """Raise Refused 44004 for an empty content and 40058 for one that is too long."""
    if not text_in(fields, "content"):
        only_mentions = msgtype == "text" and bool(listed(fields))
        if not (only_mentions and options.accept_empty_text_with_mentions):
            raise Refused(44004, "empty content")
    limit = content_limit(msgtype, options)
    if content_bytes(fields) > limit:
        raise Refused(40058, f"{msgtype}.content exceed max length {limit}. invalid Request Parameter")
