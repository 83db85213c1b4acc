from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import owing
from notifications.clockwork.wakeup import bell
from notifications.models import Delivery, Event, Lane
from notifications.reports import Report

pytestmark = pytest.mark.django_db


def test_an_event_is_stored_as_reported(report, web):
    event = report("failed", run="1287", attempt=2, stage="构建", task="镜像", branch="main").event
    event.refresh_from_db()
    assert (event.pipeline, event.status, event.run, event.attempt) == (web, "failed", "1287", 2)
    assert (event.stage, event.task, event.branch) == ("构建", "镜像", "main")
    assert (event.source, event.reporter, event.run_number) == ("api", "token ci", 1287)


def test_what_has_no_column_is_kept_as_it_came(report):
    moment = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
    event = report(commit="9f3c1e7", finished_at=moment, variables={"IMAGE": "web:7"}).event
    event.refresh_from_db()
    assert event.facts == {
        "commit": "9f3c1e7",
        "finished_at": "2026-11-22T08:05:00+00:00",
        "variables": {"IMAGE": "web:7"},
    }
    assert event.occurred_at == moment


def test_an_end_in_the_future_counts_as_now(report):
    event = report(finished_at=datetime.now(UTC) + timedelta(days=3)).event
    assert event.occurred_at == event.received_at


def test_a_status_nobody_knows_is_kept_and_fires_nothing(add_step, report):
    add_step(events=["started", "succeeded", "failed", "canceled", "skipped", "waiting", "recovered"])
    receipt = report("unknown", status_text="EXPLODED")
    assert (receipt.event.status, receipt.event.status_text) == ("unknown", "EXPLODED")
    assert receipt.event.decisions[0]["code"] == "silent"
    assert receipt.deliveries == ()


def test_a_repeated_report_gives_the_first_event_and_owes_nothing_more(add_step, report):
    add_step()
    first, second = report("failed"), report("failed")
    assert (first.is_duplicate, second.is_duplicate) == (False, True)
    assert second.event == first.event
    assert second.deliveries == first.deliveries
    assert Delivery.objects.count() == 1


def test_a_key_of_the_reporters_own_counts_and_only_in_its_pipeline(report, web, shop):
    other = type(web).objects.create(team=shop, identifier="api", name="Api")
    first = report("failed", idempotency_key="a")
    assert report("succeeded", run="2", idempotency_key="a").event == first.event
    assert not report("failed", idempotency_key="b").is_duplicate
    assert not report("failed", pipeline=other, idempotency_key="a").is_duplicate


def test_fail_rerun_fail_in_one_build_is_told_twice(add_step, report):
    add_step()
    for attempt in (1, 2):
        report("failed", attempt=attempt)
        report("failed", attempt=attempt)
    assert Delivery.objects.count() == 2


def test_a_redelivery_is_not_what_a_repeated_report_owed(add_step, report, alice):
    add_step()
    (owed,) = report("failed").deliveries
    Delivery.objects.update(state="dead")
    owed.redeliver(by=alice)
    assert report("failed").deliveries == (owed,)


@pytest.mark.asvs("V2.3.3")
def test_when_a_message_cannot_be_owed_no_event_is_stored(add_step, report, monkeypatch):
    add_step()

    def broken(*_args, **_more):
        raise RuntimeError("disk full")

    monkeypatch.setattr(owing, "put_into_lanes", broken)
    with pytest.raises(RuntimeError, match="disk full"):
        report("failed")
    assert (Event.objects.count(), Delivery.objects.count(), Lane.objects.count()) == (0, 0, 0)


def test_the_dispatcher_is_woken_after_the_commit(add_step, report, django_capture_on_commit_callbacks):
    add_step()
    rung = bell.count
    with django_capture_on_commit_callbacks(execute=True):
        report("failed")
        assert bell.count == rung
    assert bell.count == rung + 1


def test_many_steps_cost_no_more_queries_than_one(add_step, report):
    add_step()
    report(run="1")
    with CaptureQueriesContext(
        connection,
    ) as few:
        report(run="2")
    for number in range(20):
        add_step(name=f"{number}", events=["succeeded"])
    with CaptureQueriesContext(connection) as many:
        report(run="3")
    assert len(many) == len(few)


def test_the_key_of_a_report_can_be_given_at_full_length(report):
    key = "k" * 200
    assert report(idempotency_key=key).event.idempotency_key == key
    assert Report(source="api", pipeline="web", run="1", status="failed").key.startswith("derived:")
