"""Every component on one page, for those who build screens and for the browser tests; DEBUG only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from credentials.forms.fields import WriteOnlyInput

if TYPE_CHECKING:
    from django.http import HttpRequest

EVENTS = [
    ("started", "开始"),
    ("succeeded", "成功"),
    ("failed", "失败"),
    ("canceled", "取消"),
    ("skipped", "跳过"),
    ("waiting", "等待审批"),
    ("recovered", "恢复"),
]
FIELDS = [
    ("pipeline_name", "流水线名称"),
    ("stage_name", "阶段名称"),
    ("triggered_by", "触发人"),
    ("branch", "分支"),
]
MARKDOWN = (
    '## <font color="warning">失败</font> · web-portal / 构建镜像\n'
    "> 分支：release/2.14\n> 提交：`9f3c1e7`\n> 触发人：韩梅梅\n> 耗时：3 分 42 秒\n\n"
    "**修复登录页在 Safari 下的白屏问题**\n请 ${AUTHR} 跟进\n"
    "[查看运行详情](https://ci.example.com/runs/1287)\n<@hanmeimei>"
)
MARKDOWN_V2 = (
    "# 发布 2.14 完成\n*全部* 环境：\n1. 预发\n2. 生产\n  - 华东\n  - 华北\n\n"
    "| 服务 | 耗时 |\n| :--- | ---: |\n| web | 3:42 |\n| api | 1:07 |\n\n"
    "> 回滚\n>> 见手册\n```\nmake rollback\n```"
)
TALK = [
    {"msgtype": "markdown", "markdown": {"content": MARKDOWN}},
    {"msgtype": "text", "text": {"content": "请相关同事关注以上消息", "mentioned_list": ["@all"]}},
]
SNIPPET = """curl -X POST https://notify.example.com/api/v1/events \\
  -H "Authorization: Bearer $WECOM_NOTIFY_TOKEN" -H "Content-Type: application/json" \\
  -d '{"run": "'"$BUILD_NUMBER"'", "status": "failed"}'"""


class SampleForm(forms.Form):
    """One field of each kind, with the words of the step form."""

    name = forms.CharField(label="规则名称", required=False)
    pipeline = forms.ChoiceField(label="流水线", choices=[("", "整个团队"), ("web", "web-portal")])
    task = forms.CharField(label="任务", required=False, help_text="空着就是整条流水线。")
    credential = forms.ChoiceField(label="WebHook 凭证", choices=[("1", "平台研发群 · 构建小助手")])
    events = forms.MultipleChoiceField(
        label="通知事件", choices=EVENTS, widget=forms.CheckboxSelectMultiple(attrs={"class": "events"})
    )
    fields_shown = forms.MultipleChoiceField(
        label="通知内容", choices=FIELDS, widget=forms.CheckboxSelectMultiple
    )
    custom_content = forms.CharField(
        label="自定义内容",
        required=False,
        help_text="输入 ${ 可插入变量",
        widget=forms.Textarea(attrs={"class": "code", "rows": 5}),
    )
    language = forms.ChoiceField(
        label="语言", choices=[("zh-hans", "简体中文"), ("en", "English")], widget=forms.RadioSelect
    )
    only_on_change = forms.BooleanField(
        label="仅当结果与上一次运行不同时", required=False, help_text="第一次运行总会通知。"
    )
    enabled = forms.BooleanField(
        label="启用", required=False, widget=forms.CheckboxInput(attrs={"role": "switch"})
    )


class CredentialForm(forms.Form):
    """The form that opens in a dialog."""

    name = forms.CharField(label="名称")
    webhook_url = forms.CharField(
        label="Webhook 地址", help_text="整条地址或其中的 key。", widget=WriteOnlyInput
    )


def sample_form(request: HttpRequest) -> SampleForm:
    """Return the form: bound when it was sent, with an event chosen otherwise."""
    initial = {
        "events": ["succeeded", "failed", "waiting"],
        "fields_shown": ["branch"],
        "language": "zh-hans",
    }
    return SampleForm(
        request.POST if request.method == "POST" else None, initial={**initial, "enabled": True}
    )


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components; an incomplete form shows its errors, a complete one a toast."""
    form = sample_form(request)
    is_wrong = form.is_bound and not form.is_valid()
    if form.is_bound and not is_wrong:
        messages.success(request, "已保存。")
    now = timezone.now()
    context = {
        "form": form,
        "talk": TALK,
        "talk_v2": [{"msgtype": "markdown_v2", "markdown_v2": {"content": MARKDOWN_V2}}],
        "unknown": ["AUTHR"],
        "snippet": SNIPPET,
        "now": now,
        "long_ago": now - dt.timedelta(days=400),
        "states": ["sent", "pending", "sending", "held", "dead", "canceled"],
        "unsent_count": 2,
    }
    return render(request, "gallery.html", context, status=422 if is_wrong else 200)


@login_not_required
def dialog(request: HttpRequest) -> HttpResponse:
    """Show the form that a link opens beside another; answer as every such page does."""
    form = CredentialForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return JsonResponse({"value": "2", "label": form.cleaned_data["name"]}, status=201)
    return render(request, "gallery_dialog.html", {"form": form}, status=422 if form.is_bound else 200)


urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("gallery/dialog/", dialog, name="gallery-dialog"),
]
