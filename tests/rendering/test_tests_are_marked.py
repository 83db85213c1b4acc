"""Messages sent by "Send test"."""

from __future__ import annotations

import pytest

from notifications.rendering import Layout, compose
from notifications.vocabulary import MessageType, sample_facts

MARKED = {
    "zh-hans": "### 【测试】❌ 失败 · 网上商城 / 构建镜像 #1287",
    "en": "### [TEST] ❌ Failed · Online shop / Build image #1287",
    "ru": "### [ТЕСТ] ❌ Ошибка · Интернет-магазин / Сборка образа #1287",
}


@pytest.mark.parametrize(("language", "first_line"), MARKED.items())
def test_the_first_line_says_it_is_a_test_in_the_messages_language(language, first_line):
    layout = Layout(language=language, is_test=True, message_type=MessageType.MARKDOWN_V2)

    (message,) = compose(sample_facts(language=language), layout)

    assert message.content.split("\n")[0] == first_line


@pytest.mark.parametrize("message_type", MessageType)
def test_a_test_mentions_nobody_unless_it_was_asked_to(message_type):
    layout = Layout(
        is_test=True,
        message_type=message_type,
        mention_users=("lilei",),
        mention_all=True,
        mention_trigger_user=True,
        custom_content="ask <@hanmeimei> and <<@a>boss> and <@",
    )

    (message,) = compose(sample_facts(), layout)

    assert "<@" not in message.content
    assert message.content.rstrip().endswith("ask ＠hanmeimei and <＠aboss> and ＜@")
    assert "mentioned_list" not in message.body[message_type.value]


def test_a_test_that_was_asked_to_mentions_as_the_real_message_would():
    layout = Layout(is_test=True, mention_in_test=True, mention_users=("lilei", "all"), content_fields=())

    message, mention = compose(sample_facts(), layout)

    assert (
        message.content
        == '### 【测试】<font color="warning">失败</font> · 网上商城 / 构建镜像 #1287\n<@lilei>'
    )
    assert mention.body["text"] == {
        "content": "请相关同事关注：【测试】❌ 失败 · 网上商城 / 构建镜像 #1287\n",
        "mentioned_list": ["@all"],
    }
