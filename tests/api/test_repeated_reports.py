from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.models import Event
from notifications.reports import Report

pytestmark = pytest.mark.django_db

FAILED = {"run": "1287", "status": "failed", "task": "Build image"}


def test_the_same_report_again_is_the_same_event(ci, step):
    first = ci.post("/events", FAILED)
    second = ci.post("/events", FAILED)

    assert (first.status_code, second.status_code) == (202, 200)
    assert second.json() == first.json() | {"duplicate": True}
    assert step.deliveries.count() == 1


def test_a_given_key_decides_whatever_else_is_said(ci, step):
    first = ci.post("/events", FAILED | {"idempotency_key": "k"})
    second = ci.post("/events", {"run": "9", "status": "succeeded", "idempotency_key": "k"})

    assert second.status_code == 200
    assert second.json()["id"] == first.json()["id"]


def test_a_key_counts_in_its_own_pipeline_only(ci, web, shop, alice, token_of):
    shop.pipelines.create(identifier="api", name="API")
    team = token_of(team=shop)

    codes = [
        team.post("/events", FAILED | {"pipeline": name, "idempotency_key": "k"}).status_code
        for name in ("web", "api")
    ]

    assert codes == [202, 202]


def test_fail_rerun_fail_in_one_build_notifies_twice(ci, step):
    reports = [
        FAILED,
        FAILED | {"attempt": 2, "status": "running"},
        FAILED | {"attempt": 2},
        FAILED | {"attempt": 2},
    ]

    owed = [len(ci.post("/events", report).json()["deliveries"]) for report in reports]

    assert owed == [1, 0, 1, 1]
    assert step.deliveries.count() == 2


def test_a_rerun_that_ends_at_another_time_is_told_again(ci, step):
    for minute in ("08:05", "08:09", "08:09"):
        ci.post("/events", FAILED | {"finished_at": f"2026-11-22T{minute}:00Z"})

    assert step.deliveries.count() == 2


def test_a_bad_report_under_a_used_key_is_still_400(ci, web):
    ci.post("/events", FAILED | {"idempotency_key": "k"})

    assert ci.post("/events", {"idempotency_key": "k"}).status_code == 400
    assert Event.objects.count() == 1


TEXTS = st.text(max_size=5)
PARTS = st.tuples(TEXTS, TEXTS, TEXTS, TEXTS)


@given(PARTS, PARTS)
def test_different_reports_never_share_a_derived_key(one, two):
    def key(parts):
        run, stage, task, status = parts
        return Report(source="api", pipeline="p", run=run, stage=stage, task=task, status=status).key

    assert (key(one) == key(two)) == (one == two)
