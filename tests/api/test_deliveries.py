from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from notifications.models import Delivery

pytestmark = pytest.mark.django_db

FAILED = {"run": "7", "status": "failed"}


@pytest.fixture
def delivery(ci, step):
    ci.post("/events", FAILED)
    return Delivery.objects.get()


def listed(api, query=""):
    answer = api.get(f"/deliveries?{query}")
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["items"]]


def test_a_row_has_every_documented_member(api_of, vera, delivery, step):
    (row,) = api_of(vera).get("/deliveries").json()["items"]

    for name in ("created_at", "due_at"):
        assert row.pop(name)
    assert row == {
        "id": str(delivery.pk),
        "event": str(delivery.event_id),
        "pipeline": "shop/web",
        "step": {"id": str(step.pk), "name": "Failures"},
        "credential": {"id": str(step.credential_id), "name": "Ops group"},
        "state": "pending",
        "reason": "",
        "is_test": False,
        "message_type": "markdown",
        "sent_at": None,
        "errcode": None,
        "carried_by": None,
        "attempts_count": 0,
    }


def test_the_single_one_adds_message_and_attempts(api_of, vera, delivery):
    delivery.attempts.create(
        lane=delivery.lane,
        lease_token=1,
        started_at=timezone.now(),
        duration_ms=12,
        http_status=200,
        errcode=93000,
        errmsg="invalid webhook url",
        outcome="dead_robot",
    )

    shown = api_of(vera).get(f"/deliveries/{delivery.pk}").json()

    (message,), (attempt,) = shown["messages"], shown["attempts"]
    assert message["body"] == delivery.body
    assert message["bytes"] == len(delivery.body["markdown"]["content"].encode())
    assert attempt.pop("started_at")
    assert attempt == {
        "duration_ms": 12,
        "http_status": 200,
        "errcode": 93000,
        "errmsg": "invalid webhook url",
        "outcome": "dead_robot",
    }


def test_every_filter_narrows(api_of, bob, delivery, step, credential):
    api, found = api_of(bob), [str(delivery.pk)]
    hour = timedelta(hours=1)
    before, after = (quote((timezone.now() + way).isoformat()) for way in (-hour, hour))

    hits = ["pipeline=shop/web", f"step={step.pk}", f"credential={credential.pk}", "state=pending"]
    hits += [f"since={before}", f"until={after}", f"since={before}&until={after}&state=pending"]
    misses = [f"step={step.pk + 1}", "state=dead", f"since={after}", f"until={before}", "errcode=0"]

    assert [listed(api, query) for query in hits] == [found] * len(hits)
    assert [listed(api, query) for query in misses] == [[]] * len(misses)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=lost", "state"),
        ("step=x", "step"),
        ("step=99999999999999999999", "step"),
        ("credential=x", "credential"),
        ("since=soon", "since"),
        ("until=2026-11-22T08:00:00", "until"),
        ("errcode=x", "errcode"),
        ("errcode=99999999999", "errcode"),
        ("pipeline=web", "pipeline"),
    ],
)
def test_a_bad_filter_is_named(api_of, bob, query, field):
    answer = api_of(bob).get(f"/deliveries?{query}")

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_stranger_sees_nothing(api_of, charlie, delivery):
    api = api_of(charlie)

    assert listed(api) == []
    assert api.get(f"/deliveries/{delivery.pk}").status_code == 404
    assert api.post(f"/deliveries/{delivery.pk}/redeliveries").status_code == 404
    assert api.get("/deliveries?pipeline=shop/web").status_code == 404


def test_a_dead_one_is_delivered_again_as_a_new_one(api_of, bob, delivery):
    Delivery.objects.update(state="dead")

    answer = api_of(bob).post(f"/deliveries/{delivery.pk}/redeliveries")

    assert answer.status_code == 201
    assert answer.json()["id"] != str(delivery.pk)
    assert answer.json()["messages"][0]["body"] == delivery.body


def test_a_held_one_is_released(api_of, bob, delivery):
    Delivery.objects.update(state="held")

    answer = api_of(bob).post(f"/deliveries/{delivery.pk}/redeliveries")

    assert (answer.status_code, answer.json()["id"]) == (200, str(delivery.pk))
    assert answer.json()["state"] == "pending"


def test_one_that_still_waits_is_409(api_of, bob, delivery):
    answer = api_of(bob).post(f"/deliveries/{delivery.pk}/redeliveries")

    assert answer.status_code == 409
    assert answer.json()["detail"] == (f"Delivery {delivery.pk} still waits to be sent. Wait for its result.")


def test_a_viewer_may_not_redeliver(api_of, vera, delivery):
    assert api_of(vera).post(f"/deliveries/{delivery.pk}/redeliveries").status_code == 403


def test_a_page_costs_the_same_however_many_rows_it_has(api_of, bob, ci, delivery, django_assert_num_queries):
    for run in range(5):
        ci.post("/events", FAILED | {"run": f"a{run}"})
    api = api_of(bob)
    listed(api)

    with django_assert_num_queries(2):
        assert len(listed(api)) == 6


def test_what_was_merged_names_the_message_that_carried_it(api_of, vera, ci, delivery):
    ci.post("/events", FAILED | {"run": "8"})
    carrier = Delivery.objects.exclude(pk=delivery.pk).get()
    Delivery.objects.filter(pk=carrier.pk).update(rank=2, event=None, step=None, step_name="")
    Delivery.objects.filter(pk=delivery.pk).update(carried_by=carrier, state="sent")
    first, second = api_of(vera).get("/deliveries").json()["items"]

    assert (second["state"], second["carried_by"]) == ("sent", first["id"])
    assert (first["event"], first["step"], first["carried_by"]) == (None, None, None)
