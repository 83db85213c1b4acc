"""The message a new step sends, whole, in every language and dialect."""

from __future__ import annotations

import pytest

from notifications.rendering import Layout, compose
from notifications.vocabulary import MessageType, sample_facts

MARKDOWN = {
    "zh-hans": """\
### <font color="warning">失败</font> · 网上商城 / 构建镜像 #1287
> 流水线名称：网上商城
> 阶段名称：构建
> 任务名称：构建镜像
> 触发人：lilei
> 触发类型：代码推送
> 任务详情：[查看详情](https://ci.example.com/shop/web-portal/runs/1287)""",
    "en": """\
### <font color="warning">Failed</font> · Online shop / Build image #1287
> Pipeline: Online shop
> Stage: Build
> Task: Build image
> Triggered by: lilei
> Trigger: Push
> Details: [Open the run](https://ci.example.com/shop/web-portal/runs/1287)""",
    "ru": """\
### <font color="warning">Ошибка</font> · Интернет-магазин / Сборка образа #1287
> Пайплайн: Интернет-магазин
> Этап: Сборка
> Задача: Сборка образа
> Запустил: lilei
> Тип запуска: Отправка кода
> Подробности: [Открыть запуск](https://ci.example.com/shop/web-portal/runs/1287)""",
}
MARKDOWN_V2 = {
    "zh-hans": """\
### ❌ 失败 · 网上商城 / 构建镜像 #1287
- 流水线名称：网上商城
- 阶段名称：构建
- 任务名称：构建镜像
- 触发人：lilei
- 触发类型：代码推送
- 任务详情：[查看详情](https://ci.example.com/shop/web-portal/runs/1287)""",
    "en": """\
### ❌ Failed · Online shop / Build image #1287
- Pipeline: Online shop
- Stage: Build
- Task: Build image
- Triggered by: lilei
- Trigger: Push
- Details: [Open the run](https://ci.example.com/shop/web-portal/runs/1287)""",
    "ru": """\
### ❌ Ошибка · Интернет-магазин / Сборка образа #1287
- Пайплайн: Интернет-магазин
- Этап: Сборка
- Задача: Сборка образа
- Запустил: lilei
- Тип запуска: Отправка кода
- Подробности: [Открыть запуск](https://ci.example.com/shop/web-portal/runs/1287)""",
}
TEXT = {
    "zh-hans": """\
❌ 失败 · 网上商城 / 构建镜像 #1287
流水线名称：网上商城
阶段名称：构建
任务名称：构建镜像
触发人：lilei
触发类型：代码推送
任务详情：https://ci.example.com/shop/web-portal/runs/1287""",
    "en": """\
❌ Failed · Online shop / Build image #1287
Pipeline: Online shop
Stage: Build
Task: Build image
Triggered by: lilei
Trigger: Push
Details: https://ci.example.com/shop/web-portal/runs/1287""",
    "ru": """\
❌ Ошибка · Интернет-магазин / Сборка образа #1287
Пайплайн: Интернет-магазин
Этап: Сборка
Задача: Сборка образа
Запустил: lilei
Тип запуска: Отправка кода
Подробности: https://ci.example.com/shop/web-portal/runs/1287""",
}
EXPECTED = [
    (message_type, language, content)
    for message_type, contents in (("markdown", MARKDOWN), ("markdown_v2", MARKDOWN_V2), ("text", TEXT))
    for language, content in contents.items()
]


@pytest.mark.parametrize(("message_type", "language", "content"), EXPECTED)
def test_the_default_message_holds_gitees_six_facts_in_gitees_order(message_type, language, content):
    layout = Layout(message_type=MessageType(message_type), language=language)

    (message,) = compose(sample_facts(language=language), layout)

    assert message.content == content
    assert message.body == {"msgtype": message_type, message_type: {"content": content}}
    assert message.bytes == len(content.encode())
    assert message.limit == (2048 if message_type == "text" else 4096)
    assert (message.msgtype, message.part, message.problems) == (message_type, "message", ())


def test_message_type_may_be_a_plain_word_from_the_database():
    (message,) = compose(sample_facts(), Layout(message_type="text"))

    assert message.content == TEXT["zh-hans"]
