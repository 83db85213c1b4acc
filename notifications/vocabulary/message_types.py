"""The message types of the robot that a step can choose, and their limits."""

from __future__ import annotations

from enum import StrEnum

from notifications.vocabulary.languages import Words

MARKDOWN_MAX_BYTES = 4096  # both dialects; UTF-8 bytes of the decoded content
TEXT_MAX_BYTES = 2048  # documented; 5120 was observed, the documented figure is safe


class MessageType(StrEnum):
    """The `msgtype` of the robot's protocol; its case matters there."""

    MARKDOWN = "markdown"
    MARKDOWN_V2 = "markdown_v2"
    TEXT = "text"

    @property
    def words(self) -> Words:
        return MESSAGE_TYPE_WORDS[self]

    @property
    def max_bytes(self) -> int:
        return TEXT_MAX_BYTES if self is MessageType.TEXT else MARKDOWN_MAX_BYTES


MESSAGE_TYPE_WORDS = {
    MessageType.MARKDOWN: Words(
        "Markdown（颜色、行内 @）", "Markdown (colours, inline mentions)", "Markdown (цвета, упоминания)"
    ),
    MessageType.MARKDOWN_V2: Words(
        "Markdown v2（表格、列表、代码块）",
        "Markdown v2 (tables, lists, code)",
        "Markdown v2 (таблицы, списки, код)",
    ),
    MessageType.TEXT: Words(
        "文本（微信中也可读）", "Text (readable in WeChat too)", "Текст (виден и в WeChat)"
    ),
}
MESSAGE_TYPE_CHOICES = [(kind.value, words.english) for kind, words in MESSAGE_TYPE_WORDS.items()]
