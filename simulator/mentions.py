from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from simulator.decoding import text_in
from simulator.options import Options

EVERYONE = "@all"
INLINE_MENTION = re.compile(r"<@([A-Za-z0-9_.-]{1,64})>")
_LISTS = ("mentioned_list", "mentioned_mobile_list")


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """Hold whom a message pings: user ids and mobile numbers, and whether the whole group."""

    people: tuple[str, ...] = ()
    everyone: bool = False

    def __bool__(self) -> bool:
        return self.everyone or bool(self.people)


def listed(fields: dict[str, Any]) -> list[str]:
    """Return the names in both mention lists, in order, without repetitions."""
    lists = [fields.get(name) for name in _LISTS]
    names = [name for each in lists if isinstance(each, list) for name in each if isinstance(name, str)]
    return list(dict.fromkeys(name for name in names if name))


def effective(msgtype: str, fields: dict[str, Any], options: Options) -> Mentions:
    """Return whom WeCom pings: lists only with text, `<@id>` only with text and markdown."""
    if msgtype not in {"text", "markdown"}:
        return Mentions()
    named = listed(fields) if msgtype == "text" or options.lists_mention_in_markdown else []
    inline = INLINE_MENTION.findall(text_in(fields, "content"))
    everyone = EVERYONE in named or ("all" in inline and options.at_all_in_content_mentions)
    people = [name for name in (*named, *inline) if name not in {EVERYONE, "all"}]
    return Mentions(people=tuple(dict.fromkeys(people)), everyone=everyone)
