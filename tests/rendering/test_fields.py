"""The content fields."""

from __future__ import annotations

from dataclasses import replace

from notifications.rendering import Layout, compose
from notifications.vocabulary import (
    DEFAULT_FIELDS,
    FIELD_NAMES,
    MessageType,
    NotificationEvent,
    sample_facts,
    sample_pull_request,
)

ALL_FIELDS = """\
### <font color="warning">失败</font> · 网上商城 / 构建镜像 #1287
> 流水线名称：网上商城
> 阶段名称：构建
> 任务名称：构建镜像
> 触发人：lilei
> 触发类型：合并请求
> 任务详情：[查看详情](https://ci.example.com/shop/web-portal/runs/1287)
> 运行状态：失败
> 构建号：1287
> 代码仓库：shop/web
> 分支：main
> 提交：`9f3c1e7`
> 提交信息：修复登录页在 Safari 下的白屏问题 第三方脚本被拦截时不再等待
> 合并请求：#7 购物车支持优惠券
> 耗时：3 分 42 秒
> 开始时间：2026-11-22 14:01:18
> 失败原因：npm run build 退出码 1：找不到模块 @shop/ui"""


def lines_of(facts, **layout) -> list[str]:
    return compose(facts, Layout(**layout))[0].content.split("\n")[1:]


def test_the_first_six_fields_are_preselected():
    assert FIELD_NAMES[:6] == DEFAULT_FIELDS
    assert DEFAULT_FIELDS == (
        "pipeline_name",
        "stage_name",
        "task_name",
        "triggered_by",
        "trigger_type",
        "task_url",
    )


def test_a_message_can_hold_all_sixteen_fields():
    (message,) = compose(sample_pull_request(), Layout(content_fields=FIELD_NAMES))

    assert message.content == ALL_FIELDS


def test_fields_are_printed_in_the_tables_order_whatever_the_order_chosen():
    assert lines_of(sample_facts(), content_fields=("branch", "pipeline_name")) == [
        "> 流水线名称：网上商城",
        "> 分支：main",
    ]


def test_a_field_without_a_value_is_left_out():
    started = sample_facts(NotificationEvent.STARTED)

    fields = ("duration", "failure_reason", "pull_request", "branch")

    assert lines_of(started, content_fields=fields) == ["> 分支：main"]


def test_a_value_of_nothing_but_blanks_is_no_value():
    facts = replace(sample_facts(), triggered_by=" \n\u202e ")

    assert lines_of(facts, content_fields=("triggered_by",)) == []


def test_a_field_nobody_knows_is_passed_over():
    assert lines_of(sample_facts(), content_fields=("mood", "branch")) == ["> 分支：main"]


def test_an_address_that_is_no_web_address_is_shown_but_not_linked():
    facts = replace(sample_facts(), url="javascript:alert(1)")

    assert lines_of(facts, content_fields=("task_url",)) == ["> 任务详情：javascript:alert(1)"]


def test_a_link_keeps_its_brackets_as_percent_codes():
    facts = replace(sample_facts(), url="https://ci.example.com/a (1)?q=<x>")

    linked = "https://ci.example.com/a%20%281%29?q=%3Cx%3E"

    assert lines_of(facts, content_fields=("task_url",)) == [f"> 任务详情：[查看详情]({linked})"]
    assert lines_of(facts, content_fields=("task_url",), message_type=MessageType.TEXT) == [
        f"任务详情：{linked}"
    ]


def test_a_kind_of_trigger_nobody_knows_stays_as_it_came():
    facts = replace(sample_facts(), trigger_type="moon phase")

    assert lines_of(facts, content_fields=("trigger_type",)) == ["> 触发类型：moon phase"]
