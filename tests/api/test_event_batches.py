from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import matching
from notifications.models import Delivery, Event, Pipeline
from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

FAILED = {"run": "1", "status": "failed"}


@pytest.fixture
def batch():
    """Send events as one batch: `batch(ci, {...}, {...})` returns the results."""

    def send(caller, *events):
        answer = caller.post("/events/batch", {"events": events})
        assert answer.status_code == 202
        return answer.json()["results"]

    return send


def refused(answer):
    """Return what a problem says: its status and its sentences by field."""
    problem = answer if isinstance(answer, dict) else answer.json()
    return problem["status"], {each["field"]: each["message"] for each in problem.get("errors", [])}


def test_each_event_is_answered_as_if_it_came_alone(ci, step, batch):
    first, second = batch(ci, FAILED, {"run": "2", "status": "succeeded"})
    delivery = step.deliveries.get()
    assert first == {
        "id": str(delivery.event_id),
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
    assert (second["status"], second["deliveries"]) == ("succeeded", [])
    assert Event.objects.get(pk=second["id"]).occurrence == "recovered"


def test_good_ones_are_kept_when_others_are_bad(ci, step, batch):
    good, bad, worse, late = batch(ci, FAILED, {"run": "2"}, "none", FAILED | {"run": "3"})
    assert (good["duplicate"], late["duplicate"]) == (False, False)
    assert bad == {
        "type": "about:blank",
        "title": "Some values cannot be used",
        "status": 400,
        "detail": "status: This is required.",
        "errors": [{"field": "status", "message": "This is required."}],
    }
    assert refused(worse) == (400, {"": "This must be an object."})
    assert [event.run for event in Event.objects.order_by("pk")] == ["1", "3"]
    assert Delivery.objects.count() == 2


def test_the_same_event_twice_is_told_once(ci, step, batch):
    first, again = batch(ci, FAILED, FAILED)
    assert (first["duplicate"], again) == (False, first | {"duplicate": True})
    assert batch(ci, FAILED) == [again]
    assert Delivery.objects.count() == 1


def test_no_events_have_no_results(ci, batch):
    assert batch(ci) == []


def test_a_pipelines_token_reports_for_no_other(ci, shop, batch):
    shop.pipelines.create(identifier="api", name="API")
    foreign, own = batch(ci, FAILED | {"pipeline": "api"}, FAILED | {"pipeline": "web"})
    assert (foreign["status"], foreign["title"], own["status"]) == (403, "Not allowed", "failed")
    assert Event.objects.get().pipeline.identifier == "web"


def test_a_teams_token_creates_pipelines_from_their_first_events(token_of, shop, batch):
    named = [FAILED | {"pipeline": name, "run": run} for run, name in enumerate(["new", "newer", "new"])]
    results = batch(token_of(team=shop), *named, FAILED, FAILED | {"pipeline": "no such"})
    assert [refused(result)[0] for result in results] == ["failed"] * 3 + [400, 400]
    assert {each.identifier: each.events.count() for each in Pipeline.objects.all()} == {"new": 2, "newer": 1}


def test_a_person_reports_where_they_may(api_of, vera, web, batch):
    named = (FAILED | {"pipeline": name} for name in ("shop/web", "x/y"))
    viewed, strange = batch(api_of(vera, "events"), *named)
    assert (viewed["status"], strange["status"]) == (403, 404)
    entry = AuditEntry.objects.get(verb="access.denied")
    assert (entry.actor, entry.target) == (vera, "POST /api/v1/events/batch")


def test_a_pipeline_is_looked_up_once(token_of, shop, web, batch):
    caller = token_of(team=shop)
    batch(caller, FAILED | {"pipeline": "web"})
    with CaptureQueriesContext(connection) as few:
        batch(caller, FAILED | {"pipeline": "web", "run": "2"})
    with CaptureQueriesContext(connection) as many:
        batch(caller, *(FAILED | {"pipeline": "web", "run": str(run)} for run in range(3, 100)))
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"events": "This is required."}),
        ({"events": None}, {"events": "This is required."}),
        ({"events": FAILED}, {"events": "This must be a list."}),
        ({"events": [], "event": []}, {"event": "This is not known here."}),
        (
            {"events": [FAILED] * 501},
            {"events": "There are 501 events; at most 500 are taken at once: send several batches."},
        ),
    ],
)
def test_what_is_no_batch_is_400_and_nothing_is_kept(ci, web, body, errors):
    answer = ci.post("/events/batch", body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert refused(answer) == (400, errors)
    assert not Event.objects.exists()


def test_five_hundred_are_taken(ci, web, batch):
    results = batch(ci, *({"run": str(run), "status": "running"} for run in range(500)))
    assert len({result["id"] for result in results}) == 500


def test_over_8_mib_is_413(ci, web):
    answer = ci.post("/events/batch", {"events": [FAILED | {"comment": "x" * (8 * 1024 * 1024)}]})
    assert answer.status_code == 413
    assert answer.json()["detail"] == "The body is over 8192 KiB: send less at once."


def test_an_event_over_256_kib_is_refused_alone(ci, web, batch):
    large, small = batch(ci, FAILED | {"comment": "构" * (90 * 1024)}, FAILED)
    assert (large["status"], large["detail"]) == (413, "This event is over 256 KiB: send less of it.")
    assert small["duplicate"] is False


def test_an_event_may_be_as_deep_as_alone(ci, web, batch):
    deep = json.loads('{"a":' * 18 + "1" + "}" * 18)
    deepest = FAILED | {"extra": deep}
    assert ci.post("/events", deepest | {"extra": {"a": deep}}).status_code == 202
    assert batch(ci, FAILED | {"run": "2", "extra": {"a": deep}})[0]["status"] == "failed"
    assert ci.post("/events/batch", {"events": [FAILED | {"extra": {"b": {"a": deep}}}]}).status_code == 400


def test_what_nobody_foresaw_is_one_events_own_problem(ci, web, batch, monkeypatch):
    decide = matching.Judge.decide

    def decided(judge, event):
        if event.run == "13":
            raise RuntimeError("nobody foresaw this")
        return decide(judge, event)

    monkeypatch.setattr(matching.Judge, "decide", decided)
    results = batch(ci, *(FAILED | {"run": run} for run in ("12", "13", "14")))
    assert [refused(result)[0] for result in results] == ["failed", 500, "failed"]
    assert results[1]["title"] == "Server error"
    assert [event.run for event in Event.objects.order_by("pk")] == ["12", "14"]
