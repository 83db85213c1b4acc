"""Gitee's pipeline webhook as a source."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from notifications.sources.gitee_payload import SLUG, parse
from notifications.sources.gitee_signing import verify
from notifications.sources.source import Grade, Source
from notifications.vocabulary import Capability, NotificationEvent

CAPABILITY = Capability(
    events=frozenset(
        {
            NotificationEvent.SUCCEEDED,
            NotificationEvent.FAILED,
            NotificationEvent.CANCELED,
            NotificationEvent.SKIPPED,
            NotificationEvent.RECOVERED,
        }
    ),
    facts=frozenset(
        {
            "pipeline_identifier", "pipeline_name", "team", "run", "status", "status_text", "previous_status",
            "occurrence", "stage", "stage_name", "task", "url", "repository", "branch", "commit", "variables",
            "time_zone",
        }
    ),
)  # fmt: skip

GITEE = Source(
    slug=SLUG,
    name="Gitee",
    grade=Grade.C,
    capability=CAPABILITY,
    verify=verify,
    parse=parse,
    has_attempts=False,
    guide=(
        _("In Gitee open the pipeline, choose a task, then 通知及高级配置 → 通知 → 添加 → Webhook."),
        _("Webhook 地址: paste the address of this hook."),
        _("密钥: paste the secret of this hook. Gitee then signs what it sends; do not leave it empty."),
        _(
            "通知事件: tick all four results (任务成功, 任务失败, 任务取消, 任务跳过). Gitee preselects only"
            " failures, and without successes nobody can see that a pipeline recovered."
        ),
        _("Do the same for every task that may notify: in Gitee the notice belongs to the task."),
    ),
    limits=(
        _("Gitee's webhook names no person, no kind of trigger, no times and no reason of a failure."),
        _("It reports only results: a step for “started” or “waiting” never fires from it."),
        _("GITEE_… variables among the pipeline's parameters fill the facts of the same name."),
    ),
)
