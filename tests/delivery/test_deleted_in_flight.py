"""What a message belongs to is deleted while the robot is called."""

from __future__ import annotations

import pytest

from notifications.delivery.settling import settle
from notifications.models import Attempt, Delivery, Lane
from tests.delivery.clockwork import ACCEPTED, at, outcome, take, text_of

# Foreign keys are checked when a transaction commits.
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_lane_goes_on_with_what_is_left(owe, shop):
    owe("goes with its team")
    owe("stays", team=None)
    reservation = take(at(0))
    shop.delete()
    following = settle(reservation, ACCEPTED, now=at(1))
    assert text_of(following.delivery) == "stays"
    assert not Attempt.objects.exists()


def test_what_the_robot_said_still_holds_the_lane(owe, shop):
    owe("goes with its team")
    owe("stays", team=None)
    reservation = take(at(0))
    shop.delete()
    assert settle(reservation, outcome("dead_robot", errcode=93000), now=at(1)) is None
    assert Lane.objects.get().hold_reason == "dead_robot"
    assert Delivery.objects.get().state == "pending"
