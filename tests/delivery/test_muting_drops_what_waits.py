"""Who mutes may also end what waits already: visibly, and fit to be sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Delivery, Lane, carriage, dropping
from notifications.models.lane import LaneQuerySet
from teams.models import AuditEntry
from tests.delivery.clockwork import at, nothing_due, outcome, send, take, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon():
    return timezone.now() + timedelta(hours=1)


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", "reason"))


def test_without_asking_for_it_what_waits_still_goes(owe, root, soon):
    owe("first")
    Lane.objects.get().mute(until=soon, by=root)

    assert text_of(send(at(0), goes_on=False)[0]) == "first"


def test_what_waits_for_a_robot_ends_and_tests_go(owe, root, soon):
    owe("first", "second")
    owe("test", is_test=True, rank=0)
    Lane.objects.get().mute(until=soon, by=root, drops_waiting=True)

    assert states() == [("dead", "muted"), ("dead", "muted"), ("pending", "")]
    assert text_of(send(at(0))[0]) == "test"
    assert nothing_due(at(1))
    assert AuditEntry.objects.get(verb="lane.waiting_dropped").after == {"count": 2}


def test_of_a_rule_only_its_own_end(owe, step, root, soon):
    owe("of the rule", step=step)
    owe("of another")
    step.mute(until=soon, by=root, drops_waiting=True)

    assert states() == [("dead", "muted"), ("pending", "")]


def test_of_a_pipeline_all_of_its_rules_end(owe, web, root, soon):
    owe("one", "two", pipeline=web)
    web.mute(until=soon, by=root, drops_waiting=True)

    assert states() == [("dead", "muted")] * 2


def test_what_moved_to_another_queue_meanwhile_is_ended_under_that_ones_lock(
    owe, step, register, root, soon, monkeypatch
):
    (delivery,) = owe("moves", step=step)
    elsewhere = register("dev")
    owe("keeps a lane", credential=elsewhere)
    locked, take_apart, events = LaneQuerySet.locked, carriage.take_apart, []

    def moves_first(lanes):
        if not events:
            Delivery.objects.filter(pk=delivery.pk).update(lane=elsewhere.robot_id)
        events.append("locked")
        return locked(lanes)

    def reserved_first(found):
        if events == ["locked"]:  # only the first lane is: a dispatcher takes the other one
            Delivery.objects.filter(pk=delivery.pk).update(state="sending")
        take_apart(found)

    monkeypatch.setattr(LaneQuerySet, "locked", moves_first)
    monkeypatch.setattr(dropping.carriage, "take_apart", reserved_first)
    step.mute(until=soon, by=root, drops_waiting=True)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("sending", "")


def test_what_is_being_sent_arrives(owe, root, soon):
    owe("first", "second")
    reservation = take(at(0))
    Lane.objects.get().mute(until=soon, by=root, drops_waiting=True)

    assert [state for state, _ in states()] == ["sending", "dead"]
    assert reservation.delivery.state == "sending"


def test_a_message_that_is_to_be_tried_again_ends_with_what_it_carries(owe_news, root, soon):
    owe_news(*range(12))
    send(at(0), outcome("not_sent"))
    Lane.objects.get().mute(until=soon, by=root, drops_waiting=True)

    assert set(states()) == {("dead", "muted")}
    assert not Delivery.objects.exclude(carried_by=None).exists()
    assert Delivery.objects.unsent().count() == 12


def test_it_can_be_sent_again(owe, root, soon):
    (dropped,) = owe("first")
    Lane.objects.get().mute(until=soon, by=root, drops_waiting=True)
    dropped.redeliver(by=root)

    assert text_of(send(at(9), goes_on=False)[0]) == "first"


def test_a_long_queue_ends_in_pieces(owe, root, soon, monkeypatch):
    monkeypatch.setattr(dropping, "CHUNK", 2)
    owe(*"abcde")
    Lane.objects.get().mute(until=soon, by=root, drops_waiting=True)

    assert set(states()) == {("dead", "muted")}
