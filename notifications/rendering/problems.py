"""What the author of a step should know about a message, in the language of who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from notifications.placeholders import nearest, unknown_names
from notifications.rendering.layout import Layout
from notifications.rendering.mentions import Mentions
from notifications.vocabulary import MessageType, Words

_SHOWN_RAW = Words(
    "{} 在此消息类型中不受支持，会按原文显示。",
    "{} does not exist in this message type and will be shown as typed.",
    "{}: в этом типе сообщения не поддерживается и будет показано как есть.",
)
_TABLE = Words("表格", "A table", "Таблица")
_LIST = Words("列表", "A list", "Список")
_FENCE = Words("代码块 ```", "A code block ```", "Блок кода ```")
_IMAGE = Words("图片 ![]()", "An image ![]()", "Изображение ![]()")
_RULE = Words("分隔线 ---", "A rule ---", "Линия ---")
_COLOUR = Words("颜色 <font>", "A colour <font>", "Цвет <font>")
_MENTION = Words("行内 @ <@…>", "An inline mention <@…>", "Упоминание <@…>")
_LINK = Words("链接 [..](..)", "A link [..](..)", "Ссылка [..](..)")
_BOLD = Words("粗体 **", "Bold text **", "Жирный текст **")
_RAW_IMAGE = (_IMAGE, re.compile(r"!\[[^\[\]\n]*\]\("))
_RAW = {
    MessageType.MARKDOWN: (
        (_TABLE, re.compile(r"^[ \t]*\|.*\|", re.MULTILINE)),
        (_LIST, re.compile(r"^[ \t]*(?:[-+*]|\d+\.)[ \t]", re.MULTILINE)),
        (_FENCE, re.compile(r"^[ \t]*```", re.MULTILINE)),
        (_RULE, re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)),
        _RAW_IMAGE,
    ),
    MessageType.MARKDOWN_V2: ((_COLOUR, re.compile(r"<font\b")), (_MENTION, re.compile(r"<@"))),
    MessageType.TEXT: (
        (_COLOUR, re.compile(r"<font\b")),
        (_BOLD, re.compile(r"\*\*[^*\n]+\*\*")),
        (_LINK, re.compile(r"(?<!!)\[[^\[\]\n]*\]\([^()\n]*\)")),
        (_FENCE, re.compile(r"^[ \t]*```", re.MULTILINE)),
        _RAW_IMAGE,
    ),
}
_OTHER_COLOUR = (
    re.compile(r"<font[ \t]+color=(?![\"'](?:info|comment|warning)[\"'])[^<>\n]*>"),
    Words("企业微信只认识颜色 info、comment、warning；其他颜色会丢失。",
          "WeCom knows the colours info, comment and warning only; any other is lost.",
          "WeCom знает только цвета info, comment и warning; другие пропадут."),
)  # fmt: skip
_ALL_IN_TEXT = (
    re.compile(r"<@all>", re.IGNORECASE),
    Words("<@all> 不一定会提醒所有人；请在 @user_id 中填写 all。",
          "<@all> may not reach everybody; write all in the mentions instead.",
          "<@all> может не сработать; укажите all в упоминаниях."),
)  # fmt: skip
_VALUE_MENTION = (
    re.compile(r"<@?[\w.@-]*\$\{"),
    Words("变量的值不能 @ 任何人；请使用 @user_id 或“@ 触发人”。",
          "The value of a variable can never mention anybody; use the mentions instead.",
          "Значение переменной не может упоминать; используйте упоминания или «упомянуть запустившего»."),
)  # fmt: skip
_UNKNOWN = Words("未知变量 ${{{}}}，会按原文显示。", "${{{}}} is not known and stays as typed.",
                 "Переменная ${{{}}} неизвестна и останется как есть.")  # fmt: skip
_NEAREST = Words("是否想用 ${{{}}}？", " Did you mean ${{{}}}?", " Может быть, ${{{}}}?")
_ILLEGAL = Words("“{}”不是企业微信 user_id，未被 @。", "“{}” is no WeCom user_id and is not mentioned.",
                 "«{}» не является user_id WeCom и не упоминается.")  # fmt: skip
CUT = Words("内容超过 {} 字节，已截断。", "The message is longer than {} bytes and was cut.",
            "Сообщение длиннее {} байт и было обрезано.")  # fmt: skip
MENTIONS_APART = Words("@ 的人太多，放不进这条消息，改用第二条消息发送。",
                       "The mentions do not fit beside the message and go in a second one.",
                       "Упоминания не помещаются и уйдут вторым сообщением.")  # fmt: skip
NO_ROOM_FOR_LINK = Words("运行链接太长，放不进消息，已省略。", "The run's link is too long and was left out.",
                         "Ссылка на запуск слишком длинная и опущена.")  # fmt: skip


@lru_cache(maxsize=256)  # a step's text is the same for all its events
def lint(custom_content: str, message_type: MessageType, reader: str) -> tuple[str, ...]:
    """Return what WeCom will not draw, or not do, of an author's text in this message type."""
    return tuple(_linted(custom_content, MessageType(message_type), reader))


def _linted(text: str, dialect: MessageType, reader: str) -> Iterator[str]:
    for what, pattern in _RAW[dialect]:
        if pattern.search(text):
            yield _SHOWN_RAW.to(reader).format(what.to(reader))
    if dialect is MessageType.MARKDOWN and _OTHER_COLOUR[0].search(text):
        yield _OTHER_COLOUR[1].to(reader)
    if dialect is not MessageType.MARKDOWN_V2:
        for pattern, words in (_ALL_IN_TEXT, _VALUE_MENTION):
            if pattern.search(text):
                yield words.to(reader)


def problems_of(
    layout: Layout, variables: Mapping[str, str], mentions: Mentions, reader: str
) -> tuple[str, ...]:
    """Return everything worth knowing before a message of this layout is sent."""
    unknown = [name for name in unknown_names(layout.custom_content) if name not in variables]
    return (
        *lint(layout.custom_content, layout.message_type, reader),
        *(_unknown(name, reader) for name in unknown),
        *(_ILLEGAL.to(reader).format(user) for user in mentions.illegal),
    )


def _unknown(name: str, reader: str) -> str:
    known = nearest(name)
    return _UNKNOWN.to(reader).format(name) + (_NEAREST.to(reader).format(known) if known else "")
