"""Facts and a layout in, messages out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from notifications.rendering.blocks import custom_block, field_lines, run_link
from notifications.rendering.cutting import size
from notifications.rendering.fitting import Parts, fit
from notifications.rendering.layout import Layout, Message
from notifications.rendering.mentions import NOBODY, Mentions, mentions_of
from notifications.rendering.problems import CUT, MENTIONS_APART, NO_ROOM_FOR_LINK, problems_of
from notifications.rendering.title import title_of
from notifications.rendering.wording import ATTENTION, CUT_HERE
from notifications.vocabulary import Facts, MessageType

FIELDS_APART = {MessageType.MARKDOWN: "\n\n", MessageType.MARKDOWN_V2: "\n\n", MessageType.TEXT: "\n"}


def compose(facts: Facts, layout: Layout, *, reader: str = "") -> tuple[Message, ...]:
    """Return the one or two messages that tell `facts`: `part` "message", then perhaps "mention".

    `reader` is the language of the problems; the message's own when not given.
    """
    dialect, reader = MessageType(layout.message_type), reader or layout.language
    mentions = mentions_of(facts, layout)
    parts = _parts(facts, layout, dialect, mentions)
    roomy = _with_room(parts, dialect.max_bytes)
    content, is_cut = fit(roomy, dialect.max_bytes)
    problems = [*problems_of(layout, facts.variables, mentions, reader)]
    problems += [words.to(reader) for words in _left_out(parts, roomy)]
    if is_cut:
        problems.append(CUT.to(reader).format(dialect.max_bytes))
    listed = mentions if dialect is MessageType.TEXT else NOBODY
    message = message_of(dialect, content, listed, problems=tuple(problems))
    mentioned_inline = dialect is MessageType.TEXT or (roomy.mentions != "" and not mentions.everybody)
    if not mentions.listed or mentioned_inline:
        return (message,)
    return message, _mention(facts, layout, _not_yet(mentions, roomy))


def _parts(facts: Facts, layout: Layout, dialect: MessageType, mentions: Mentions) -> Parts:
    ending = {
        MessageType.MARKDOWN: f"\n{mentions.inline}" if mentions.users else "",
        MessageType.MARKDOWN_V2: "",
        MessageType.TEXT: "\n" if mentions.listed else "",  # WeCom puts the names right behind the text
    }
    return Parts(
        title=title_of(facts, layout, dialect),
        fields=tuple(field_lines(facts, layout, dialect)),
        gap=FIELDS_APART[dialect],
        custom=custom_block(facts, layout, dialect),
        mentions=ending[dialect],
        link=run_link(facts, layout, dialect),
        cut_mark=CUT_HERE.to(layout.language),
    )


def _with_room(parts: Parts, limit: int) -> Parts:
    """Return parts whose uncut ones fit: mentions go to a second message first, an endless link goes last."""
    if parts.needed <= limit:
        return parts
    if parts.mentions.strip():
        return _with_room(replace(parts, mentions=""), limit)
    return replace(parts, link="")


def _left_out(parts: Parts, roomy: Parts) -> Iterator[Any]:
    if parts.mentions != roomy.mentions:
        yield MENTIONS_APART
    if parts.link != roomy.link:
        yield NO_ROOM_FOR_LINK


def _not_yet(mentions: Mentions, roomy: Parts) -> Mentions:
    """Return whom the second message must mention: those the first one could not."""
    return replace(mentions, users=()) if roomy.mentions else mentions


def _mention(facts: Facts, layout: Layout, mentions: Mentions) -> Message:
    """Return the second message: only a text can mention everybody, or anybody beside markdown_v2."""
    title = title_of(facts, layout, MessageType.TEXT)
    content = f"{ATTENTION.to(layout.language)}{title}\n"
    return message_of(MessageType.TEXT, content, mentions, part="mention")


def message_of(
    dialect: MessageType,
    content: str,
    mentions: Mentions,
    *,
    part: Literal["message", "mention"] = "message",
    problems: tuple[str, ...] = (),
) -> Message:
    """Return the exact JSON for this content and those whom it lists."""
    payload: dict[str, Any] = {"content": content}
    if mentions.listed:
        payload["mentioned_list"] = mentions.listed
    return Message(
        msgtype=dialect.value,
        body={"msgtype": dialect.value, dialect.value: payload},
        content=content,
        bytes=size(content),
        limit=dialect.max_bytes,
        part=part,
        problems=problems,
    )
