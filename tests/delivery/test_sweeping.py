from __future__ import annotations

import pytest

from notifications.delivery.sweeping import sweep
from notifications.models import Lane
from tests.delivery.clockwork import at, send, take

pytestmark = pytest.mark.django_db


def test_a_lane_that_was_forgotten_is_found(owe):
    owe("hello")
    Lane.objects.update(wake_at=None)
    assert sweep(now=at(10)) == 1
    assert take(at(10)).delivery.state == "sending"


def test_a_call_lost_in_a_forgotten_lane_is_found(owe):
    owe("hello")
    take(at(0))
    Lane.objects.update(wake_at=None)
    assert sweep(now=at(20)) == 1
    assert take(at(20)).delivery.reason == "lost"


def test_an_alarm_from_before_the_clock_was_set_back_is_found(owe):
    owe("hello")
    Lane.objects.update(wake_at=at(7200))
    assert sweep(now=at(0)) == 1
    assert Lane.objects.get().wake_at == at(0)


def test_a_hold_from_before_the_clock_was_set_back_does_not_count(owe):
    owe("hello")
    Lane.objects.update(hold_until=at(7200), hold_reason="backoff")
    assert take(at(0)).delivery.state == "sending"


def test_lanes_that_wait_rightly_are_left_alone(owe, register):
    owe("held")
    Lane.objects.update(wake_at=at(1800))
    owe("sent", credential=(dev := register("dev")))
    send(at(0))
    assert Lane.objects.get(pk=dev.robot_id).wake_at is None
    assert sweep(now=at(10)) == 0


def test_a_paused_lane_is_not_woken(owe):
    owe("hello")
    Lane.objects.update(wake_at=None, paused_at=at(0))
    assert sweep(now=at(10)) == 0
