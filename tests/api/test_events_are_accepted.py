from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notifications import facts
from notifications.models import Event
from notifications.models.token import Token

pytestmark = pytest.mark.django_db

FAILED = {"run": "1287", "status": "failed", "task": "Build image", "branch": "main"}
WHOLE = FAILED | {
    "pipeline": "web",
    "attempt": 2,
    "stage": "构建",
    "trigger_type": "push",
    "triggered_by": "lilei",
    "url": "https://ci.example.com/runs/1287",
    "repository": "shop/web",
    "commit": "9f3c1e7",
    "commit_message": "Fix it\n\nAll of it",
    "author": "hanmeimei",
    "pull_request": {"id": "7", "title": "Coupons"},
    "started_at": "2026-11-22T08:00:00Z",
    "finished_at": "2026-11-22T16:05:00+08:00",
    "failure_reason": "exit 1",
    "variables": {"IMAGE": "web:1"},
    "idempotency_key": "abc",
    "pipeline_display_name": "网上商城",
    "stage_display_name": "Build",
    "stage_strategy": "auto",
    "source_branch": "feature",
    "source_commit": "4b1d0c8",
    "comment": "please",
    "company": "shop",
}


def test_an_event_is_answered_with_what_is_owed(ci, step):
    answer = ci.post("/events", FAILED)

    delivery = step.deliveries.get()
    assert answer.status_code == 202
    assert answer.json() == {
        "id": str(Event.objects.get().pk),
        "duplicate": False,
        "status": "failed",
        "deliveries": [
            {
                "id": str(delivery.pk),
                "step": str(step.pk),
                "credential": str(step.credential_id),
                "state": "pending",
            }
        ],
    }


def test_every_member_is_kept(ci, web):
    assert ci.post("/events", WHOLE).status_code == 202

    known = facts.of_event(Event.objects.get())
    for name in ("stage", "triggered_by", "url", "commit_message", "author", "failure_reason", "company"):
        assert getattr(known, name) == WHOLE[name]
    assert (known.attempt, known.pull_request_id, known.pull_request_title) == (2, "7", "Coupons")
    assert (known.pipeline_name, known.stage_name) == ("网上商城", "Build")
    assert known.started_at == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert known.finished_at == datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
    assert known.variables == {"IMAGE": "web:1"}


def test_null_means_absent_and_unknown_members_are_ignored(ci, web):
    body = FAILED | dict.fromkeys(WHOLE.keys() - FAILED.keys()) | {"colour": {"deep": ["red"]}}

    assert ci.post("/events", body).status_code == 202
    assert Event.objects.get().facts == {}


def test_an_integer_run_is_accepted(ci, web):
    ci.post("/events", FAILED | {"run": 1287})

    assert Event.objects.get().run == "1287"


def test_a_status_nobody_knows_is_kept_and_fires_nothing(ci, step):
    answer = ci.post("/events", FAILED | {"status": "exploded"})

    assert answer.status_code == 202
    assert (answer.json()["status"], answer.json()["deliveries"]) == ("unknown", [])
    assert Event.objects.get().status_text == "exploded"


def test_numbers_and_truth_become_text_in_variables(ci, web):
    ci.post("/events", FAILED | {"variables": {"A": 1, "B": True, "C": None, "D": "", "E": 1.5}})

    assert Event.objects.get().facts["variables"] == {"A": "1", "B": "true", "D": "", "E": "1.5"}


@pytest.mark.parametrize("never", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])
def test_a_time_that_means_never_is_absent(ci, web, never):
    assert ci.post("/events", FAILED | {"started_at": never}).status_code == 202

    assert "started_at" not in Event.objects.get().facts


def test_the_use_of_a_token_is_noted(ci, web):
    ci.post("/events", FAILED)

    assert Token.objects.get().last_used_at is not None


def test_an_event_stores_who_reported_it(ci, web):
    ci.post("/events", FAILED)

    assert Event.objects.get().reporter == f"token CI · …{Token.objects.get().hint}"
