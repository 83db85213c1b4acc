"""What the author of a step is told before anything is sent."""

from __future__ import annotations

import pytest

from notifications.rendering import Layout, compose
from notifications.rendering.problems import lint
from notifications.vocabulary import MessageType, sample_facts

RAW = " does not exist in this message type and will be shown as typed."
COLOURS = "WeCom knows the colours info, comment and warning only; any other is lost."
ALL = "<@all> may not reach everybody; write all in the mentions instead."
VALUE = "The value of a variable can never mention anybody; use the mentions instead."


@pytest.mark.parametrize(
    ("message_type", "text", "problems"),
    [
        ("markdown", "| a | b |\n| - | - |", ("A table" + RAW,)),
        ("markdown", "- one\n1. two", ("A list" + RAW,)),
        ("markdown", "```\ncode\n```", ("A code block ```" + RAW,)),
        ("markdown", "![x](https://a)", ("An image ![]()" + RAW,)),
        ("markdown", "a\n\n---\n", ("A rule ---" + RAW,)),
        ("markdown", '<font color="red">x</font>', (COLOURS,)),
        ("markdown", "<font color='info'>x</font> **b** [a](https://b) `c` > d\n# e", ()),
        ("markdown", "<@all> <@${AUTHOR}>", (ALL, VALUE)),
        (
            "markdown_v2",
            '<font color="info">x</font> <@lilei>',
            ("A colour <font>" + RAW, "An inline mention <@…>" + RAW),
        ),
        ("markdown_v2", "| a |\n- b\n```\n", ()),
        ("text", "**a** [b](https://c)", ("Bold text **" + RAW, "A link [..](..)" + RAW)),
        ("text", "plain <@lilei>", ()),
    ],
)
def test_what_wecom_will_not_draw_is_named(message_type, text, problems):
    assert lint(text, message_type, "en") == problems


def test_problems_are_told_in_the_readers_language():
    layout = Layout(custom_content="${BRUNCH}", content_fields=(), language="en")

    told = [compose(sample_facts(), layout, reader=reader)[0].problems for reader in ("", "zh-hans", "ru")]

    assert told == [
        ("${BRUNCH} is not known and stays as typed. Did you mean ${BRANCH}?",),
        ("未知变量 ${BRUNCH}，会按原文显示。是否想用 ${BRANCH}？",),
        ("Переменная ${BRUNCH} неизвестна и останется как есть. Может быть, ${BRANCH}?",),
    ]


def test_the_second_message_has_no_problems_of_its_own():
    layout = Layout(custom_content="${BRUNCH}", mention_all=True, message_type=MessageType.MARKDOWN_V2)

    assert compose(sample_facts(), layout)[1].problems == ()
