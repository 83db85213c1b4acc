from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

SUCCEEDED = {"run": "1", "status": "succeeded", "branch": "main", "variables": {"IMAGE": "web:1"}}


@pytest.fixture
def event_id(ci, step):
    return ci.post("/events", SUCCEEDED).json()["id"]


def test_an_event_is_shown_with_every_steps_decision(api_of, vera, event_id, step):
    shown = api_of(vera).get(f"/events/{event_id}").json()

    assert shown["id"] == event_id
    assert (shown["pipeline"], shown["run"], shown["status"]) == ("shop/web", "1", "succeeded")
    assert shown["facts"] == {"variables": {"IMAGE": "web:1"}}
    assert shown["steps"] == [
        {
            "step": str(step.pk),
            "name": "Failures",
            "matched": False,
            "reason": "It is for Failed; this was: Succeeded.",
        }
    ]


def test_a_step_that_fired_names_its_delivery(api_of, bob, ci, step):
    event = ci.post("/events", {"run": "2", "status": "failed"}).json()

    shown = api_of(bob).get(f"/events/{event['id']}").json()

    assert shown["steps"][0]["matched"] is True
    assert shown["deliveries"] == event["deliveries"]


def test_a_stranger_gets_404(api_of, charlie, event_id):
    assert api_of(charlie).get(f"/events/{event_id}").status_code == 404


@pytest.mark.parametrize("wrong", ["0", "abc", "-1", "9" * 30, "１"])
def test_what_is_no_event_is_404(api_of, root, wrong):
    assert api_of(root).get(f"/events/{wrong}").status_code == 404
