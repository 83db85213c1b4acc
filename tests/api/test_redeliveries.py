"""`POST /redeliveries` counts first and then sends again what was not delivered."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Delivery

FAILED = {"status": "failed"}


@pytest.fixture
def dead(step, ci):
    for run in ("1", "2", "3"):
        ci.post("/events", FAILED | {"run": run})
    Delivery.objects.update(state="dead", errcode=40058)
    return list(Delivery.objects.order_by("pk"))


def told(**figures):
    return {"dry_run": False, "count": 0, "redelivered": 0, "left": 0, "refused": 0, "stuck": 0} | figures


def test_a_dry_run_only_counts(api_of, bob, dead):
    answer = api_of(bob).post("/redeliveries", {"filter": {}, "dry_run": True})

    assert (answer.status_code, answer.json()) == (200, told(dry_run=True, count=3, left=3))
    assert Delivery.objects.count() == 3


def test_a_wet_one_sends_them_again(api_of, bob, dead):
    answer = api_of(bob).post("/redeliveries", {"filter": {}, "dry_run": False})

    assert answer.json() == told(count=3, redelivered=3)
    again = Delivery.objects.open()
    assert [each.redelivers_id for each in again] == [each.pk for each in dead]


def test_held_ones_are_released(api_of, bob, dead):
    Delivery.objects.update(state="held")
    api_of(bob).post("/redeliveries", {"filter": {"state": "held"}})

    assert Delivery.objects.filter(state="pending").count() == 3 == Delivery.objects.count()


FILTERS = [
    ({"pipeline": "shop/web"}, 3),
    ({"errcode": 40058}, 3),
    ({"errcode": 93000}, 0),
    ({"state": "dead"}, 3),
    ({"state": "sent"}, 0),
    ({"since": "2020-01-01T00:00:00Z"}, 3),
    ({"until": "2020-01-01T00:00:00Z"}, 0),
    ({"credential": "00000000-0000-4000-8000-000000000000"}, 0),
]


@pytest.mark.parametrize(("narrowed", "count"), FILTERS)
def test_its_filters_are_those_of_the_list(api_of, bob, dead, narrowed, count):
    answer = api_of(bob).post("/redeliveries", {"filter": narrowed, "dry_run": True})

    assert answer.json()["count"] == count


def test_a_step_is_named_by_its_id(api_of, bob, dead, step):
    answer = api_of(bob).post("/redeliveries", {"filter": {"step": str(step.pk)}, "dry_run": True})

    assert answer.json()["count"] == 3


BAD = [
    ({}, "filter"),
    ({"filter": {"state": "lost"}}, "state"),
    ({"filter": {"stat": "dead"}}, "filter.stat"),
    ({"filter": {}, "dryrun": True}, "dryrun"),
    ({"filter": {}, "dry_run": "no"}, "dry_run"),
    ({"filter": {"pipeline": "web"}}, "pipeline"),
    ({"filter": {"errcode": "x"}}, "filter.errcode"),
]


@pytest.mark.parametrize(("body", "field"), BAD)
def test_what_cannot_be_read_is_named_and_nothing_goes(api_of, bob, dead, body, field):
    answer = api_of(bob).post("/redeliveries", body)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Delivery.objects.count() == 3


def test_what_cannot_go_is_counted(api_of, bob, dead):
    Credential.objects.update(is_enabled=False)

    assert api_of(bob).post("/redeliveries", {"filter": {}}).json() == told(stuck=3)


def test_what_wecom_refused_stays_unless_it_is_asked_for(api_of, bob, dead):
    Delivery.objects.filter(pk__in=[dead[0].pk, dead[1].pk]).update(reason="refused")

    def counted(**body):
        answer = api_of(bob).post("/redeliveries", {"filter": {}, "dry_run": True} | body).json()
        return answer["count"], answer["refused"]

    assert counted() == (1, 2)
    assert counted(refused=True) == (3, 0)
    assert counted(filter={"errcode": 40058}) == (3, 0)


def test_everything_that_failed_since_a_time_is_both_dead_and_held(api_of, bob, dead, credential):
    old, held, _ = dead
    Delivery.objects.filter(pk=old.pk).update(created_at="2020-01-01T00:00:00Z")
    Delivery.objects.filter(pk=held.pk).update(state="held")
    wanted = {"since": "2021-01-01T00:00:00Z", "credential": str(credential.pk), "pipeline": "shop/web"}

    assert api_of(bob).post("/redeliveries", {"filter": wanted}).json()["redelivered"] == 2


def test_a_viewer_may_not(api_of, vera, dead):
    answer = api_of(vera).post("/redeliveries", {"filter": {}})

    assert answer.status_code == 403
    said = "Only editors and owners of a team send messages again. Ask one of yours."
    assert answer.json()["detail"] == said


def test_a_stranger_finds_nothing(api_of, charlie, dead):
    assert api_of(charlie).post("/redeliveries", {"filter": {}}).json() == told()
    named = {"filter": {"pipeline": "shop/web"}}
    assert api_of(charlie).post("/redeliveries", named).status_code == 404


def test_a_token_that_may_only_read_does_not(api_of, bob, dead):
    assert api_of(bob, "read").post("/redeliveries", {"filter": {}}).status_code == 403
