"""What each occurrence reads like."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notifications.rendering import Facts, Layout, compose
from notifications.vocabulary import MessageType, NotificationEvent, Status, sample_facts

TITLES = {
    "started": ('<font color="comment">开始执行</font>', "🚀 Started", "🚀 Запущено"),
    "succeeded": ('<font color="info">成功</font>', "✅ Succeeded", "✅ Успешно"),
    "failed": ('<font color="warning">失败</font>', "❌ Failed", "❌ Ошибка"),
    "canceled": ('<font color="comment">已取消</font>', "🚫 Canceled", "🚫 Отменено"),
    "skipped": ('<font color="comment">已跳过</font>', "⏭️ Skipped", "⏭️ Пропущено"),
    "waiting": (
        '<font color="warning">等待审批</font>',
        "✋ Waiting for approval",
        "✋ Ожидает подтверждения",
    ),
    "recovered": ('<font color="info">已恢复</font>', "✅ Recovered", "✅ Восстановлено"),
}


def content_of(facts: Facts, **layout) -> str:
    return compose(facts, Layout(**layout))[0].content


def test_every_event_has_a_title_to_be_tested():
    assert {*TITLES} == {*NotificationEvent}


@pytest.mark.parametrize(("event", "titles"), TITLES.items())
def test_the_title_says_what_happened(event, titles):
    chinese, english, russian = titles
    event = NotificationEvent(event)
    plain = {"message_type": MessageType.TEXT, "content_fields": ()}

    in_chinese = content_of(sample_facts(event), content_fields=())
    in_english = content_of(sample_facts(event, language="en"), language="en", **plain)
    in_russian = content_of(sample_facts(event, language="ru"), language="ru", **plain)

    assert in_chinese == f"### {chinese} · 网上商城 / 构建镜像 #1287"
    assert in_english == f"{english} · Online shop / Build image #1287"
    assert in_russian == f"{russian} · Интернет-магазин / Сборка образа #1287"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh-hans", "> 运行状态：成功（此前：失败）"),
        ("en", "> Status: Succeeded (previously: Failed)"),
        ("ru", "> Статус: Успешно (ранее: Ошибка)"),
    ],
)
def test_a_recovery_says_what_was_before(language, line):
    facts = sample_facts(NotificationEvent.RECOVERED, language=language)
    facts = replace(facts, previous_status=Status.CANCELED)  # a canceled run in between does not count

    content = content_of(facts, language=language, content_fields=("status",))

    assert content.split("\n")[1:] == [line]


def test_a_status_nobody_knows_is_shown_as_it_came():
    facts = Facts(pipeline_identifier="web", run="7", status=Status.UNKNOWN, status_text="exploded <@boss>")

    assert content_of(facts, content_fields=("status",)) == (
        '### <font color="comment">exploded ＜@boss＞</font> · web #7\n> 运行状态：exploded ＜@boss＞'
    )


def test_an_unknown_status_without_a_word_is_called_unknown():
    facts = Facts(pipeline_identifier="web", run="7", status=Status.UNKNOWN)

    assert content_of(facts, language="en", message_type=MessageType.TEXT) == (
        "❔ Unknown status · web #7\nPipeline: web"
    )


def test_the_least_an_event_can_say_still_reads_well():
    facts = Facts(pipeline_identifier="web-portal", run="12", status=Status.QUEUED)

    assert (
        content_of(facts)
        == '### <font color="comment">排队中</font> · web-portal #12\n> 流水线名称：web-portal'
    )


def test_an_event_of_a_whole_stage_names_the_stage():
    facts = Facts(pipeline_identifier="web", run="12", status=Status.FAILED, stage="build", stage_name="构建")

    assert content_of(facts, content_fields=()) == '### <font color="warning">失败</font> · web / 构建 #12'


@pytest.mark.parametrize(
    ("language", "end"),
    [("zh-hans", "#1287（第 2 次）"), ("en", "#1287 (attempt 2)"), ("ru", "#1287 (попытка 2)")],
)
def test_a_rerun_says_which_attempt_it_was(language, end):
    facts = replace(sample_facts(), attempt=2)

    assert content_of(facts, language=language, content_fields=()).endswith(end)
