from __future__ import annotations

import pytest

from notifications.sources import SOURCES, source_of
from notifications.sources.registry import capability_of
from notifications.vocabulary import EVERYTHING, NotificationEvent


def test_gitee_cannot_say_who_why_and_when():
    missing = {field.name for field in SOURCES["gitee"].capability.missing_fields()}

    assert missing == {
        "triggered_by",
        "trigger_type",
        "commit_message",
        "pull_request",
        "duration",
        "started_at",
        "failure_reason",
    }


def test_gitee_reports_results_only():
    missing = SOURCES["gitee"].capability.missing_events()

    assert set(missing) == {NotificationEvent.STARTED, NotificationEvent.WAITING}


def test_our_own_api_carries_everything():
    assert capability_of("api") is EVERYTHING


def test_an_unknown_source_is_none():
    assert source_of("nobody") is None


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_source_has_a_guide_and_a_grade_in_words(source):
    assert source.guide
    assert str(source.grade.meaning).endswith(".")


def test_gitees_guide_says_to_tick_all_four_results():
    guide = " ".join(str(line) for line in SOURCES["gitee"].guide)

    for name in ("任务成功", "任务失败", "任务取消", "任务跳过"):
        assert name in guide
