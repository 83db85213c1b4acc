"""A queue is paused, goes on, and is tried at once; the engine obeys and the audit trail tells."""

from __future__ import annotations

import re

import pytest

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.models import Delivery, Lane
from teams.models import AuditEntry
from teams.refused import Refused
from tests.delivery.clockwork import at, nothing_due, outcome, seconds, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(monkeypatch):
    """Let people press their buttons at noon too."""
    moment = {"now": at(0)}
    monkeypatch.setattr(clock, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def lane(noon, owe):
    owe("first", "second")
    return Lane.objects.get()


def test_a_paused_queue_sends_nothing(lane, root):
    lane.pause(by=root)

    assert nothing_due(at(0))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"pending"}
    assert (Lane.objects.get().paused_at, Lane.objects.get().paused_by) == (at(0), root)


def test_tests_go_through_a_paused_queue(lane, owe, root):
    lane.pause(by=root)
    owe("test", is_test=True, rank=0)

    assert text_of(send(at(1), goes_on=False)[0]) == "test"


def test_pausing_twice_keeps_the_first_person_and_one_entry(lane, root, alice):
    lane.pause(by=root)
    lane.pause(by=alice)

    assert Lane.objects.get().paused_by == root
    assert AuditEntry.objects.filter(verb="lane.paused").count() == 1


def test_a_resumed_queue_goes_on_in_order(lane, root):
    lane.pause(by=root)
    assert nothing_due(at(0))
    lane.resume(by=root)

    sent, following = send(at(1))
    assert [text_of(sent), text_of(following.delivery)] == ["first", "second"]
    assert AuditEntry.objects.filter(verb="lane.resumed").count() == 1


def test_resuming_what_is_not_paused_leaves_no_entry(lane, root):
    lane.resume(by=root)

    assert not AuditEntry.objects.filter(verb="lane.resumed").exists()


def test_a_try_now_wakes_the_lane_at_once(noon, lane, root):
    send(at(0), outcome("dead_robot", errcode=93000))
    assert nothing_due(at(10))
    noon["now"] = at(10)
    lane.try_now(by=root)

    assert text_of(send(at(10))[0]) == "first"
    assert Lane.objects.get().breaker_opened_at is None
    assert AuditEntry.objects.get(verb="lane.tried").before["hold"] == "dead_robot"


def test_a_try_that_fails_is_one_call_and_holds_again(noon, lane, root):
    send(at(0), outcome("dead_robot", errcode=93000))
    noon["now"] = at(10)
    lane.try_now(by=root)
    _, following = send(at(10), outcome("dead_robot", errcode=93000))

    assert following is None
    assert nothing_due(at(11))
    assert seconds(Lane.objects.get().breaker_opened_at) == 0


def test_a_try_takes_no_more_than_the_minute_has(noon, lane, root):
    send(at(0), outcome("not_sent"))
    Lane.objects.update(tokens=0, tokens_at=at(0))
    noon["now"] = at(0.5)
    lane.try_now(by=root)

    assert nothing_due(at(0.6))
    assert seconds(Lane.objects.get().wake_at) == 5


def test_wecoms_own_limit_is_not_lifted(lane, root):
    send(at(0), outcome("rate_limited", errcode=45009))

    with pytest.raises(Refused, match=r"^WeCom's limit holds this queue; it goes on by itself at "):
        lane.try_now(by=root)
    assert nothing_due(at(1))


def test_a_paused_queue_is_not_tried(lane, root):
    lane.pause(by=root)

    said = "This queue is paused. Resume it, then it is tried by itself."
    with pytest.raises(Refused, match=f"^{re.escape(said)}$"):
        lane.try_now(by=root)


def test_a_queue_that_is_not_held_is_not_tried_twice(lane, root):
    lane.try_now(by=root)

    assert not AuditEntry.objects.filter(verb="lane.tried").exists()


def test_each_team_is_told_by_its_own_credentials_name(lane, ops, other, root):
    twin = Credential.objects.get(pk=ops.pk)
    twin.pk, twin.name, twin.owning_team = Credential._meta.pk.get_default(), "Twin", other
    twin.save(force_insert=True)
    lane.pause(by=root)

    entries = AuditEntry.objects.filter(verb="lane.paused").order_by("target")
    assert [(each.target, each.team) for each in entries] == [("Twin", other), ("ops", None)]
