from __future__ import annotations

import pytest

from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from notifications.models import Lane
from tests.delivery.clockwork import ACCEPTED, at, nothing_due, seconds, send, take, text_of

pytestmark = pytest.mark.django_db


def test_nothing_is_claimed_where_nothing_waits(ops):
    assert nothing_due(at(0))


def test_a_claimed_lane_is_leased_and_its_head_is_being_sent(owe, ops):
    owe("hello")
    reservation = take(at(0))
    lane = Lane.objects.get(pk=ops.robot_id)
    reservation.delivery.refresh_from_db()
    assert (reservation.delivery.state, seconds(lane.lease_until)) == ("sending", 16)
    assert reservation.lease_token == lane.lease_token == 1


def test_a_leased_lane_is_nobody_elses(owe):
    owe("one", "two")
    take(at(0))
    assert nothing_due(at(1))
    assert nothing_due(at(15.9))


def test_a_lease_from_before_the_clock_was_set_back_does_not_count(owe):
    owe("one", now=at(7200))
    take(at(7200))
    Lane.objects.update(wake_at=at(0))
    assert take(at(0)).lease_token == 2


def test_a_lane_with_nothing_left_has_no_alarm_and_no_lease(owe):
    owe("hello")
    send(at(0))
    lane = Lane.objects.get()
    assert (lane.wake_at, lane.lease_until) == (None, None)


def test_messages_of_a_robot_go_in_the_order_they_came(owe):
    owe("one", "two", "three")
    reservation, went = take(at(0)), []
    while reservation:
        went.append(text_of(reservation.delivery))
        reservation = settle(reservation, ACCEPTED, now=at(1))
    assert went == ["one", "two", "three"]


def test_urgent_ones_go_first(owe):
    owe("one")
    owe("fire", rank=1)
    assert text_of(take(at(0)).delivery) == "fire"


def test_after_four_messages_a_lane_goes_behind_the_others(owe, register):
    owe(*"abcdef")
    owe("other", credential=register("dev"), now=at(0.05))
    reservation, count = claim(now=at(0.1), limit=1)[0], 0
    while reservation:
        reservation, count = settle(reservation, ACCEPTED, now=at(1)), count + 1
    assert count == 4
    assert text_of(claim(now=at(2), limit=1)[0].delivery) == "other"


def test_each_further_call_renews_the_lease(owe):
    owe("one", "two")
    send(at(0), lasts=12)
    assert seconds(Lane.objects.get().lease_until) == 28


def test_a_stopping_dispatcher_takes_no_more_and_gives_the_lane_back(owe):
    owe("one", "two")
    _, following = send(at(0), goes_on=False)
    assert following is None
    assert text_of(take(at(0.2)).delivery) == "two"


def test_no_more_lanes_are_claimed_than_asked_for(owe, register):
    for name in "abc":
        owe("hello", credential=register(name))
    assert len(claim(now=at(0), limit=2)) == 2


def test_an_empty_bucket_sets_the_alarm_for_the_next_call(owe):
    owe(*[f"{number}" for number in range(9)])
    reservation = take(at(0))
    while reservation:
        reservation = settle(reservation, ACCEPTED, now=at(0)) or next(iter(claim(now=at(0), limit=1)), None)
    lane = Lane.objects.get()
    assert seconds(lane.wake_at) == 5
    assert nothing_due(at(5))
    assert text_of(take(at(5.5)).delivery) == "8"


def test_a_paused_lane_sends_tests_only(owe):
    owe("hello")
    Lane.objects.update(paused_at=at(0))
    assert nothing_due(at(0))
    owe("try", is_test=True, rank=0)
    assert text_of(take(at(0)).delivery) == "try"
