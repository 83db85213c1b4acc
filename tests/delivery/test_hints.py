"""A lane leased for somebody else: a hint that comes twice, late or never repeats nothing, loses nothing."""

from __future__ import annotations

import pytest

from notifications.clockwork import clock
from notifications.delivery import hints
from notifications.delivery.hints import Hint
from notifications.models import Attempt, Delivery, Lane
from tests.delivery.clockwork import at

pytestmark = pytest.mark.django_db(transaction=True)


def lease():
    return hints.lease(now=clock.now(), limit=10)


def drain(hint):
    hints.drain(hint, goes_on=lambda: True)


def texts(wecom):
    return [message.content for message in wecom.messages()]


def test_a_lease_reserves_nothing(owe):
    owe("hello", now=clock.now())

    (hint,) = lease()

    assert hint.lease_token == Lane.objects.get().lease_token
    assert (Delivery.objects.get().state, Lane.objects.get().tokens) == ("pending", None)


def test_whoever_gets_the_hint_drains_the_lane(owe, wecom):
    owe("one", "two", now=clock.now())

    drain(lease()[0])

    assert texts(wecom) == ["one", "two"]
    assert lease() == []


def test_a_hint_that_comes_twice_runs_once(owe, wecom):
    owe("hello", now=clock.now())
    (hint,) = lease()
    drain(hint)
    owe("next", now=clock.now())

    drain(hint)

    assert texts(wecom) == ["hello"]
    assert Delivery.objects.get(state="pending").body["text"]["content"] == "next"


def test_a_hint_for_a_lane_that_another_leased_meanwhile_is_dropped(owe, wecom):
    owe("hello", now=clock.now())
    (late,) = lease()
    Lane.objects.update(lease_until=at(0))
    lease()

    drain(late)

    assert texts(wecom) == []


def test_a_hint_whose_lease_ended_is_dropped(owe, wecom):
    owe("hello", now=clock.now())
    (hint,) = lease()
    Lane.objects.update(lease_until=at(0))

    drain(hint)

    assert texts(wecom) == []


def test_a_lost_hint_is_no_lost_call(owe, wecom):
    owe("hello", now=clock.now(), on_ambiguous="hold")
    lease()
    Lane.objects.update(lease_until=at(0))  # 16 s later

    drain(lease()[0])

    assert texts(wecom) == ["hello"]
    assert [attempt.outcome for attempt in Attempt.objects.all()] == ["accepted"]


def test_a_hint_that_could_not_be_told_is_given_back(owe, wecom):
    owe("hello", now=clock.now())
    (hint,) = lease()

    hints.give_back([hint])
    drain(hint)
    (again,) = lease()

    assert texts(wecom) == []
    assert again == Hint(lane=hint.lane, lease_token=hint.lease_token + 1)


def test_somebody_elses_lease_is_not_given_back(owe):
    owe("hello", now=clock.now())
    (hint,) = lease()
    until = Lane.objects.get().lease_until

    hints.give_back([Hint(lane=hint.lane, lease_token=hint.lease_token - 1)])

    assert Lane.objects.get().lease_until == until


def test_nothing_due_is_nothing_leased(ops):
    assert lease() == []
