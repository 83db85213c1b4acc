from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from notifications import intake
from notifications.incoming import LeftOpen
from notifications.models import Event
from notifications.reports import Report

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FAILED = Report(
    source="gitee", pipeline="183", run="19", status="failed", stage="构建", task="java构建", job="30/40/50"
)


@pytest.fixture
def receive(web):
    """Receive a hook's report that came so many seconds after noon, by our clock."""

    def received(report, seconds=0):
        left_open = LeftOpen(has_attempts=False, came_at=NOON + timedelta(seconds=seconds))
        return intake.receive(report, pipeline=web, reporter="hook", left_open=left_open)

    return received


@pytest.fixture
def told(receive, step):
    """Report at so many seconds after noon, by Gitee's clock; tells whether it was a repetition."""

    def tell(report, seconds):
        sent_at = NOON + timedelta(seconds=seconds)
        return receive(replace(report, reported_at=str(int(sent_at.timestamp() * 1000)))).is_duplicate

    return tell


def test_a_repeated_report_notifies_once(told, step):
    assert [told(FAILED, 0), told(FAILED, 0), told(FAILED, 3), told(FAILED, 60)] == [False, True, True, True]
    assert step.deliveries.count() == 1


def test_fail_rerun_fail_with_another_job_id_notifies_twice(told, step):
    again = replace(FAILED, job="30/40/51")

    assert [told(FAILED, 0), told(again, 5), told(again, 6)] == [False, False, True]
    assert step.deliveries.count() == 2


def test_fail_rerun_fail_of_the_same_job_a_while_later_notifies_twice(told, step):
    assert [told(FAILED, 0), told(FAILED, 61), told(FAILED, 62)] == [False, False, True]
    assert step.deliveries.count() == 2


def test_another_status_in_between_is_a_rerun_however_quick(told, step):
    succeeded = replace(FAILED, status="succeeded")

    assert [told(FAILED, 0), told(succeeded, 10), told(FAILED, 20)] == [False, False, False]
    assert step.deliveries.count() == 2


def test_another_task_of_the_build_stands_apart(told, step):
    other = replace(FAILED, task="docker构建", job="30/40/52")

    assert [told(FAILED, 0), told(other, 1), told(FAILED, 2)] == [False, False, True]


def test_another_build_stands_apart(told):
    assert [told(FAILED, 0), told(replace(FAILED, run="20"), 1)] == [False, False]


def test_without_a_job_id_run_stage_and_task_stand_for_it(told):
    nameless = replace(FAILED, job="")

    assert [told(nameless, 0), told(nameless, 1), told(nameless, 90)] == [False, True, False]


def test_without_gitees_clock_ours_counts(receive):
    report = replace(FAILED, reported_at="")

    events = [receive(report, seconds).event for seconds in (0, 30, 120)]

    assert events[0] == events[1] != events[2]
    assert Event.objects.count() == 2


def test_a_tokens_report_between_them_may_have_any_key(told, web):
    told(FAILED, 0)
    beginning, _, _ = Event.objects.get().idempotency_key.rpartition(":")
    intake.receive(replace(FAILED, idempotency_key=f"{beginning}:soon"), pipeline=web, reporter="token")

    assert told(FAILED, 1) is False
