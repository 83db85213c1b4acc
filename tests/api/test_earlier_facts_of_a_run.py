from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notifications import completing, facts, intake
from notifications.incoming import Incoming, LeftOpen
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
LEFT_OPEN = LeftOpen(has_attempts=True, came_at=datetime(2026, 11, 22, 8, 5, tzinfo=UTC))


def completed(*reports, pipeline):
    """Return the reports of a group, the last one a hook's, with what that left open."""
    made = [Incoming(report=each, pipeline=pipeline, reporter="ci") for each in reports]
    made[-1] = Incoming(report=reports[-1], pipeline=pipeline, reporter="hook", left_open=LEFT_OPEN)
    return [each.report for each in completing.completed(made)]


def test_what_the_start_said_is_told_with_the_result(ci, web):
    ci.post("/events", STARTED)

    (report,) = completed(FAILED, pipeline=web)

    assert (report.triggered_by, report.trigger_type) == ("lilei", "push")
    assert report.started_at == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert report.failure_reason == ""
    event = intake.receive(report, pipeline=web, reporter="hook").event
    assert facts.of_event(event).triggered_by == "lilei"


def test_another_runs_facts_are_not_taken(ci, web):
    ci.post("/events", STARTED | {"run": "18"})

    assert completed(FAILED, pipeline=web) == [FAILED]


def test_what_the_hook_says_itself_stays(ci, web):
    ci.post("/events", STARTED | {"commit": "old"})
    own = Report(source="gitee", pipeline="183", run="19", status="failed", commit="new")

    assert completed(own, pipeline=web)[0].commit == "new"


def test_another_pipelines_run_of_the_same_number_is_another(ci, web, shop):
    ci.post("/events", STARTED)
    api = shop.pipelines.create(identifier="api", name="API")

    assert completed(FAILED, pipeline=api) == [FAILED]


def test_what_the_same_group_said_before_is_told_with_the_result(web):
    started = Report(source="api", pipeline="web", run="19", status="running", triggered_by="lilei")

    assert [each.triggered_by for each in completed(started, FAILED, pipeline=web)] == ["lilei", "lilei"]


def test_the_last_word_counts(ci, web):
    ci.post("/events", STARTED | {"commit": "1", "author": "lilei"})
    ci.post("/events", STARTED | {"commit": "2", "task": "build"})
    later = Report(source="api", pipeline="web", run="19", status="running", task="test", commit="3")

    assert completed(FAILED, pipeline=web)[0].commit == "2"
    report = completed(later, FAILED, pipeline=web)[1]
    assert (report.commit, report.author) == ("3", "lilei")


def test_what_is_only_repeated_in_the_group_says_nothing_new(ci, web):
    ci.post("/events", STARTED | {"idempotency_key": "k", "commit": "first"})
    repeated = Report(
        source="api", pipeline="web", run="19", status="running", idempotency_key="k", commit="x"
    )

    assert completed(repeated, FAILED, pipeline=web)[1].commit == "first"
