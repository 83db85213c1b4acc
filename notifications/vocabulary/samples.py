"""Made-up facts for previews and tests: a shop's web project, one day of its life."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from notifications.vocabulary.events import NotificationEvent
from notifications.vocabulary.facts import Facts
from notifications.vocabulary.languages import DEFAULT_LANGUAGE, Words
from notifications.vocabulary.statuses import Status

PIPELINE_NAME = Words("网上商城", "Online shop", "Интернет-магазин")
STAGE_NAME = Words("构建", "Build", "Сборка")
TASK = Words("构建镜像", "Build image", "Сборка образа")
COMMIT_MESSAGE = Words(
    "修复登录页在 Safari 下的白屏问题\n\n第三方脚本被拦截时不再等待",
    "Fix the blank login page in Safari\n\nDo not wait for a script that is blocked",
    "Исправить пустую страницу входа в Safari\n\nНе ждать заблокированный скрипт",
)
FAILURE_REASON = Words(
    "npm run build 退出码 1：找不到模块 @shop/ui",
    "npm run build exited with 1: cannot find module @shop/ui",
    "npm run build завершилась с кодом 1: не найден модуль @shop/ui",
)
PULL_REQUEST_TITLE = Words("购物车支持优惠券", "Coupons in the cart", "Купоны в корзине")
COMMENT = Words("请重新构建", "Please build again", "Соберите ещё раз")


_PUSH = Facts(
    pipeline_identifier="web-portal",
    team="shop",
    run="1287",
    status=Status.RUNNING,
    stage="build",
    stage_strategy="auto",
    trigger_type="push",
    triggered_by="lilei",
    author="hanmeimei",
    url="https://ci.example.com/shop/web-portal/runs/1287",
    repository="shop/web",
    branch="main",
    commit="9f3c1e7a52d84b06f1e93c7d28a4b5069c1d7e3f",
    company="shop",
    started_at=datetime(2026, 11, 22, 6, 1, 18, tzinfo=UTC),
    variables=MappingProxyType({"GITEE_DOCKER_IMAGE": "registry.example.com/shop/web:1287"}),
)
FINISHED_AT = datetime(2026, 11, 22, 6, 5, 0, tzinfo=UTC)


def sample_facts(
    event: NotificationEvent = NotificationEvent.FAILED,
    *,
    language: str = DEFAULT_LANGUAGE,
    time_zone: str = "Asia/Shanghai",
) -> Facts:
    """Return a made-up push to `main` that fires `event`, told in `language`."""
    status = event.kind.status
    return replace(
        _PUSH,
        pipeline_name=PIPELINE_NAME.to(language),
        stage_name=STAGE_NAME.to(language),
        task=TASK.to(language),
        status=status,
        status_text=status.value,
        occurrence=event,
        previous_status=Status.FAILED if event is NotificationEvent.RECOVERED else Status.SUCCEEDED,
        commit_message=COMMIT_MESSAGE.to(language),
        finished_at=FINISHED_AT if status.is_final else None,
        failure_reason=FAILURE_REASON.to(language) if status is Status.FAILED else "",
        time_zone=time_zone,
    )


def sample_pull_request(
    event: NotificationEvent = NotificationEvent.FAILED,
    *,
    language: str = DEFAULT_LANGUAGE,
    time_zone: str = "Asia/Shanghai",
) -> Facts:
    """Return the same run for a made-up pull request, so that its variables have values."""
    return replace(
        sample_facts(event, language=language, time_zone=time_zone),
        trigger_type="pull_request",
        pull_request_id="7",
        pull_request_title=PULL_REQUEST_TITLE.to(language),
        source_branch="feature/coupon",
        source_commit="4b1d0c8e6a7f3952d0e1b8c7a6f5e4d3c2b1a090",
        comment=COMMENT.to(language),
    )
