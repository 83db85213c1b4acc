"""A message is deleted, as with its event, while the robot is called."""

from __future__ import annotations

import pytest

from notifications.delivery.settling import settle
from notifications.models import Attempt, Delivery, Lane
from tests.delivery.clockwork import ACCEPTED, at, outcome, take, text_of

# Foreign keys are checked when a transaction commits.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deleted_in_flight(owe):
    """Let a message go for good while it is at the robot; another one waits behind it."""
    owe("goes", "stays")
    reservation = take(at(0))
    Delivery.objects.filter(pk=reservation.delivery.pk).delete()
    return reservation


def test_the_lane_goes_on_with_what_is_left(deleted_in_flight):
    following = settle(deleted_in_flight, ACCEPTED, now=at(1))
    assert text_of(following.delivery) == "stays"
    assert not Attempt.objects.exists()


def test_what_the_robot_said_still_holds_the_lane(deleted_in_flight):
    gone = outcome("dead_robot", errcode=93000)
    assert settle(deleted_in_flight, gone, now=at(1)) is None
    assert Lane.objects.get().hold_reason == "dead_robot"
    assert Delivery.objects.get().state == "pending"
