"""A message as a page draws, measures and prints it: one that was sent, or one that would be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notifications.models.delivery import Part
from notifications.vocabulary import MessageType

if TYPE_CHECKING:
    from notifications.models import Delivery
    from notifications.rendering import Message


@dataclass(frozen=True, kw_only=True)
class AsSent:
    """The exact JSON that is sent, its size in UTF-8 bytes, and what its author should know."""

    body: dict[str, object]
    msgtype: str
    bytes: int
    limit: int
    is_mention: bool
    problems: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return json.dumps(self.body, ensure_ascii=False, indent=2)

    @classmethod
    def of_message(cls, message: Message) -> AsSent:
        return cls(
            body=message.body,
            msgtype=message.msgtype,
            bytes=message.bytes,
            limit=message.limit,
            is_mention=message.part == "mention",
            problems=message.problems,
        )

    @classmethod
    def of_delivery(cls, delivery: Delivery) -> AsSent:
        return cls(
            body=delivery.body,
            msgtype=delivery.message_type,
            bytes=delivery.content_bytes,
            limit=MessageType(delivery.message_type).max_bytes,
            is_mention=delivery.part == Part.MENTION,
        )
