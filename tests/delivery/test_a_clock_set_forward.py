"""The machine's clock jumps ahead; the robot's minute and the calls in flight do not."""

from __future__ import annotations

import pytest

from notifications.clockwork import clock
from notifications.delivery import own_calls
from notifications.delivery.lanes import claim
from notifications.delivery.own_calls import holding
from notifications.delivery.settling import settle
from notifications.models import Lane
from tests.delivery.clockwork import ACCEPTED, at, nothing_due, seconds, take, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def uptime(monkeypatch):
    """Hold the clock that nobody sets: `uptime.append(12.0)` says what it shows from now on."""
    shown = [1000.0]
    monkeypatch.setattr(clock, "uptime", lambda: shown[-1])
    return shown


def test_no_more_than_twenty_calls_leave_in_a_real_minute(ops, owe, uptime):
    sent = 0
    for jump in range(10):  # each fills the bucket
        owe(*"abcdefgh", now=at(jump * 60))
        reservation = next(iter(claim(now=at(jump * 60), limit=1)), None)
        while reservation:
            own_calls.note(ops.robot_id)
            sent += 1
            reservation = settle(reservation, ACCEPTED, now=at(jump * 60))
        uptime.append(uptime[-1] + 1)
    assert sent == 20


def test_it_goes_on_when_the_first_call_is_a_real_minute_old(ops, owe, uptime):
    for _ in range(20):
        own_calls.note(ops.robot_id)
        uptime.append(uptime[-1] + 1)
    owe("waits")
    assert nothing_due(at(0))
    assert seconds(Lane.objects.get().wake_at) == 40
    uptime.append(1060.0)
    assert take(at(40)).delivery


def test_a_lane_that_this_process_calls_is_not_taken_from_it(ops, owe, uptime):
    owe("one", "two")
    reservation = take(at(0))
    with holding(ops.robot_id, until=reservation.leased_until):
        uptime.append(1005.0)
        assert nothing_due(at(3600))
        assert seconds(Lane.objects.get().lease_until) == 3611
        following = settle(reservation, ACCEPTED, now=at(3605))
    assert text_of(following.delivery) == "two"


def test_what_came_back_is_waited_for_although_the_lease_is_over(ops, owe, uptime):
    owe("one")
    reservation = take(at(0))
    with holding(ops.robot_id, until=reservation.leased_until):
        own_calls.hold_on(ops.robot_id, seconds=120)
        uptime.append(1100.0)
        assert nothing_due(at(100))
        uptime.append(1121.0)
        assert take(at(121)).lease_token == reservation.lease_token + 1


def test_a_lane_is_anybodys_once_its_call_is_settled(ops, owe, uptime):
    owe("one")
    reservation = take(at(0))
    with holding(ops.robot_id, until=reservation.leased_until):
        pass
    assert own_calls.lease_seconds_left(ops.robot_id) == 0


def test_calls_older_than_a_minute_are_forgotten_when_there_are_many(monkeypatch, uptime):
    monkeypatch.setattr(own_calls, "REMEMBERED_LANES", 2)
    own_calls.note(1)
    uptime.append(uptime[-1] + 59)
    own_calls.note(2)
    uptime.append(uptime[-1] + 2)
    own_calls.note(3)
    assert sorted(own_calls._ended) == [2, 3]
