from __future__ import annotations

import pytest

from notifications.models import Delivery
from tests.delivery.clockwork import at, outcome, send

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def states():
    return [(each.state, each.reason) for each in Delivery.objects.order_by("pk")]


def test_after_a_day_of_failures_what_waited_so_long_is_dead_and_the_rest_goes_on(owe):
    owe("old", "as old")
    send(at(0), outcome("server_error", http_status=500), lasts=0)
    owe("young", now=at(DAY - 60))
    send(at(DAY + 1), outcome("server_error", http_status=500), lasts=0)
    assert states() == [("dead", "gave_up"), ("dead", "gave_up"), ("pending", "")]
    assert Delivery.objects.first().attempts_count == 0


def test_it_keeps_what_came_back_last(owe):
    owe("old")
    for second in (0, DAY + 1):
        send(at(second), outcome("server_error", http_status=502), lasts=0)
    assert Delivery.objects.get().http_status == 502


def test_what_waited_long_for_another_reason_gets_its_own_day(owe):
    owe("old")
    send(at(2 * DAY), outcome("not_sent"), lasts=0)
    send(at(3 * DAY - 60), outcome("not_sent"), lasts=0)
    assert states() == [("pending", "not_sent")]


@pytest.mark.parametrize("kind", ["dead_robot", "key_unavailable", "rate_limited"])
def test_messages_for_a_dead_robot_or_a_closed_key_are_kept(owe, kind):
    owe("old")
    for day in range(4):
        send(at(day * DAY), outcome(kind), lasts=0)
    assert states() == [("pending", kind)]


def test_tests_are_not_given_up_they_have_their_own_rule(owe):
    owe("old")
    send(at(0), outcome("server_error"), lasts=0)
    owe("new test", now=at(5), is_test=True, rank=0)
    send(at(5), outcome("server_error"), lasts=0, goes_on=False)
    assert states() == [("pending", "server_error"), ("dead", "server_error")]
