"""Two credentials hold the same robot's key, and one of the two cannot be opened."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from notifications.models import Attempt, Lane
from tests.delivery.clockwork import ACCEPTED, at, nothing_due, outcome, seconds, send, take, text_of

pytestmark = pytest.mark.django_db

CLOSED = outcome("key_unavailable", errmsg="sealed value changed")


@pytest.fixture
def twin(ops):
    return Credential.objects.create(
        name="twin", robot=ops.robot, endpoint=ops.endpoint, sealed_key=ops.sealed_key
    )


@pytest.fixture
def play(ops):
    """Drain the lane for so long, looking each second, while the key of `ops` does not open."""

    def played(lasts_seconds, *, opens_at=None):
        calls = []
        for second in range(lasts_seconds):
            for claimed in claim(now=at(second), limit=1):
                reservation = claimed
                while reservation:
                    is_ops = reservation.delivery.credential_id == ops.pk
                    is_closed = is_ops and (opens_at is None or second < opens_at)
                    calls.append((second, text_of(reservation.delivery)))
                    reservation = settle(reservation, CLOSED if is_closed else ACCEPTED, now=at(second))
        return calls

    return played


def test_the_open_one_goes_on(owe, twin, play):
    owe("closed", "closed too")
    owe("two", "three", credential=twin)
    assert play(59) == [(0, "closed"), (0, "two"), (0, "three")]


def test_the_closed_one_is_tried_each_minute_and_costs_no_more(owe, twin, play):
    owe("closed")
    owe(*"abcdefghijkl", credential=twin)
    assert [second for second, text in play(130) if text == "closed"] == [0, 60, 120]


def test_once_it_opens_its_messages_go_in_their_order(owe, twin, play):
    owe("closed", "behind it")
    owe("two", credential=twin)
    assert play(70, opens_at=30)[2:] == [(60, "closed"), (60, "behind it")]


def test_a_new_key_ends_the_waiting_at_once(owe, ops):
    owe("closed")
    send(at(0), CLOSED)
    Credential.objects.filter(pk=ops.pk).update(last_outcome="")
    Lane.objects.update(wake_at=at(5))
    assert text_of(take(at(5)).delivery) == "closed"


def test_alone_in_its_lane_it_wakes_nobody_meanwhile(owe):
    owe("closed")
    send(at(0), CLOSED, lasts=0)
    assert seconds(Lane.objects.get().wake_at) == 60
    assert nothing_due(at(59))
    assert Attempt.objects.count() == 1


def test_a_test_that_opens_the_key_lets_the_rest_go(owe):
    owe("closed")
    send(at(0), CLOSED, lasts=0)
    owe("try", now=at(5), is_test=True, rank=0)
    delivery, following = send(at(5))
    assert (text_of(delivery), text_of(following.delivery)) == ("try", "closed")
