from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notifications import facts, intake, run_facts
from notifications.reports import Report

pytestmark = pytest.mark.django_db

STARTED = {
    "run": "19",
    "status": "running",
    "trigger_type": "push",
    "triggered_by": "lilei",
    "started_at": "2026-11-22T08:00:00Z",
    "failure_reason": "none of it",
}
FAILED = Report(source="gitee", pipeline="183", run="19", status="failed", task="java构建")


def test_what_the_start_said_is_told_with_the_result(ci, web):
    ci.post("/events", STARTED)

    report = run_facts.with_earlier(FAILED, pipeline=web)

    assert (report.triggered_by, report.trigger_type) == ("lilei", "push")
    assert report.started_at == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert report.failure_reason == ""
    event = intake.receive(report, pipeline=web, reporter="hook").event
    assert facts.of_event(event).triggered_by == "lilei"


def test_another_runs_facts_are_not_taken(ci, web):
    ci.post("/events", STARTED | {"run": "18"})

    assert run_facts.with_earlier(FAILED, pipeline=web) == FAILED


def test_what_the_hook_says_itself_stays(ci, web):
    ci.post("/events", STARTED | {"commit": "old"})
    own = Report(source="gitee", pipeline="183", run="19", status="failed", commit="new")

    assert run_facts.with_earlier(own, pipeline=web).commit == "new"


def test_another_pipelines_run_of_the_same_number_is_another(ci, web, shop):
    ci.post("/events", STARTED)
    api = shop.pipelines.create(identifier="api", name="API")

    assert run_facts.with_earlier(FAILED, pipeline=api) == FAILED
