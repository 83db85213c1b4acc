"""What goes in and comes out of the renderer: the message part of a step, and the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from notifications.vocabulary import DEFAULT_FIELDS, DEFAULT_LANGUAGE, MessageType


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The message part of a step: what it says, to whom, in which dialect and language.

    A test (`is_test`) is marked in its first line and mentions nobody unless `mention_in_test`.
    """

    content_fields: tuple[str, ...] = DEFAULT_FIELDS
    custom_content: str = ""
    mention_users: tuple[str, ...] = ()
    mention_all: bool = False
    mention_trigger_user: bool = False
    message_type: MessageType = MessageType.MARKDOWN
    language: str = DEFAULT_LANGUAGE
    is_test: bool = False
    mention_in_test: bool = False

    @property
    def may_mention(self) -> bool:
        return self.mention_in_test or not self.is_test


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One call to the robot: `body` is the exact JSON to send, `content` the text in it.

    `bytes` counts the UTF-8 bytes of `content`, never more than `limit`. `part` is "mention" for the second
    message that only pings. `problems` are sentences for the author of the step.
    """

    msgtype: str
    body: dict[str, Any]
    content: str
    bytes: int
    limit: int
    part: Literal["message", "mention"] = "message"
    problems: tuple[str, ...] = ()
