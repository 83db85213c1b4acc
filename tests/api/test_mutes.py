"""A step, a pipeline and a credential's robot are muted over the API, for hours or until a moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from notifications.models import Lane, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(step, credential):
    return {
        "step": f"/steps/{step.pk}/mute",
        "pipeline": "/pipelines/shop/web/mute",
        "robot": f"/credentials/{credential.pk}/mute",
    }


@pytest.mark.parametrize("what", ["step", "pipeline", "robot"])
def test_it_is_muted_for_hours_shown_and_unmuted(api_of, alice, root, addresses, what):
    api, address = api_of(root), addresses[what]
    assert api.get(address).json() == {"until": None, "by": None}

    answer = api.put(address, {"hours": 8})

    away = datetime.fromisoformat(answer.json()["until"]) - timezone.now()
    assert (answer.status_code, answer.json()["by"]) == (200, "root")
    assert timedelta(hours=7, minutes=59) < away <= timedelta(hours=8)
    assert api.get(address).json() == answer.json()
    assert api.delete(address).status_code == 204
    assert api.get(address).json() == {"until": None, "by": None}


def test_a_moment_may_be_given_instead(api_of, bob, addresses):
    moment = timezone.now().replace(microsecond=0) + timedelta(days=2)

    answer = api_of(bob).put(addresses["step"], {"until": moment.isoformat()})

    assert datetime.fromisoformat(answer.json()["until"]) == moment


def test_steps_and_pipelines_show_the_end(api_of, bob, step, addresses):
    api = api_of(bob)
    assert api.get(f"/steps/{step.pk}").json()["muted_until"] is None
    until = [api.put(addresses[what], {"hours": 1}).json()["until"] for what in ("step", "pipeline")]

    shown = [api.get(f"/steps/{step.pk}").json(), api.get("/pipelines/shop/web").json()]
    assert [each["muted_until"] for each in shown] == until


def test_what_is_muted_is_not_owed_and_the_event_says_so(api_of, bob, ci, step, addresses):
    api_of(bob).put(addresses["step"], {"hours": 1})

    answer = ci.post("/events", {"run": "1", "status": "failed"}).json()

    assert answer["deliveries"] == []
    (told,) = api_of(bob).get(f"/events/{answer['id']}").json()["steps"]
    assert told["matched"] is False
    assert "it was muted until" in told["reason"]


def test_replacing_a_step_leaves_its_mute(api_of, bob, step, credential, addresses):
    until = api_of(bob).put(addresses["step"], {"hours": 1}).json()["until"]
    body = {"pipeline": "shop/web", "name": "New", "credential": str(credential.pk)}

    assert api_of(bob).put(f"/steps/{step.pk}", body).json()["muted_until"] == until
    assert Step.objects.get().is_muted


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "until", "Give either hours or until."),
        ({"hours": 1, "until": "2100-01-01T00:00:00Z"}, "until", "Give either hours or until."),
        ({"until": "2020-01-01T00:00:00Z"}, "until", "This moment has passed. Choose one to come."),
    ],
)
def test_what_makes_no_sense_is_named(api_of, bob, addresses, body, field, message):
    answer = api_of(bob).put(addresses["step"], body)

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": field, "message": message}]


def test_reading_makes_no_queue(api_of, vera, addresses):
    assert api_of(vera).get(addresses["robot"]).json() == {"until": None, "by": None}
    assert not Lane.objects.exists()


def test_who_muted_a_robot_is_told_to_those_who_know_them(api_of, root, vera, addresses):
    api_of(root).put(addresses["robot"], {"hours": 1})

    told = api_of(vera).get(addresses["robot"]).json()
    assert told["by"] is None
    assert told["until"]


def test_what_waits_ends_when_that_is_asked_for(api_of, bob, ci, addresses):
    ci.post("/events", {"run": "1", "status": "failed"})

    api_of(bob).put(addresses["pipeline"], {"hours": 1, "drop_waiting": True})

    (delivery,) = api_of(bob).get("/deliveries").json()["items"]
    assert delivery["state"] == "dead"
