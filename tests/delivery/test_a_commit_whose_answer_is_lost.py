"""The database commits what a call came to, and its answer is lost: nothing is counted or sent twice."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from notifications.clockwork import clock
from notifications.clockwork.wakeup import bell
from notifications.delivery import lanes, sending, settlements, settling, settling_again
from notifications.models import Attempt, Delivery, Lane
from tests.delivery.clockwork import ACCEPTED, at, outcome, take

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def answers_lost(monkeypatch):
    """Lose the answers of so many commits: `answers_lost.append(1)` for each."""
    settle, lost = settling.settle, []

    def settled(*args, **how):
        following = settle(*args, **how)
        if lost:
            lost.pop()
            raise OperationalError("server closed the connection unexpectedly")
        return following

    monkeypatch.setattr(settling, "settle", settled)
    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0)
    return lost


def drain(*, goes_on=lambda: True):
    sending.drain(lanes.claim(now=clock.now(), limit=1)[0], goes_on=goes_on)


def deliveries():
    return list(Delivery.objects.order_by("pk").values_list("state", "attempts_count"))


def test_the_call_is_counted_once_and_the_next_message_is_sent_once(wecom, owe, answers_lost):
    owe("one", "two", "three")
    answers_lost += [1, 1]
    drain()

    assert deliveries() == [("sent", 1)] * 3
    assert [each.outcome for each in Attempt.objects.all()] == ["accepted"] * 3
    assert [each.json["text"]["content"] for each in wecom.calls] == ["one", "two", "three"]
    assert Lane.objects.get().lease_until is None


def test_a_failure_is_counted_once(wecom, owe, answers_lost):
    owe("one", "two")
    wecom.script("status", status=500)
    answers_lost.append(1)
    drain()

    assert deliveries() == [("pending", 1), ("pending", 0)]
    assert Lane.objects.get().failures == 1


def test_what_was_not_committed_is_settled_at_the_next_try(owe, monkeypatch):
    owe("one")
    reservation = lanes.claim(now=clock.now(), limit=1)[0]
    assert not settling_again.is_settled(reservation, ACCEPTED)
    settling.settle(reservation, ACCEPTED, now=clock.now())
    assert settling_again.is_settled(reservation, ACCEPTED)


def test_a_dispatcher_that_stops_lets_the_next_message_wait(owe, answers_lost):
    owe("one", "two")
    answers_lost.append(1)
    asked = []
    drain(goes_on=lambda: not asked and not asked.append(1))

    assert deliveries() == [("sent", 1), ("pending", 0)]
    assert Lane.objects.get().lease_until is None


def test_what_others_gave_up_for_lost_is_settled_all_the_same(owe):
    owe("one")
    slow = take(at(0))
    take(at(16.1))

    assert Attempt.objects.get().lease_token == slow.lease_token
    assert not settling_again.is_settled(slow, ACCEPTED)
    assert settling_again.is_settled(slow, outcome("ambiguous"))


def test_who_lost_the_lease_takes_up_nothing(owe):
    owe("one", "two")
    slow = take(at(0))
    settling.settle(slow, ACCEPTED, now=at(1))
    take(at(17.1))

    assert settling_again.go_on(slow, now=at(18), goes_on=True) is None
    assert Lane.objects.get().lease_token == 2


def test_who_waits_for_the_message_is_told(owe):
    (delivery,) = owe("one")
    reservation = take(at(0))
    settling.settle(reservation, ACCEPTED, now=at(1))
    rung = bell.count
    with settlements.awaiting([delivery.pk]) as settled:
        assert settling_again.go_on(reservation, now=at(2), goes_on=True) is None
        assert settled.is_set()
    assert bell.count > rung
