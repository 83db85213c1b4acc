from __future__ import annotations

import pytest

from notifications.models import Lane
from tests.delivery.clockwork import at, nothing_due, outcome, send, take, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owe_test(owe):
    return lambda *texts, **fields: owe(*texts, is_test=True, rank=0, **fields)


def test_a_test_goes_before_what_waits(owe, owe_test):
    owe("one")
    owe_test("try")
    assert text_of(take(at(0)).delivery) == "try"


@pytest.mark.parametrize("kind", ["server_error", "dead_robot"])
def test_a_test_goes_while_the_lane_is_held_and_the_rest_waits_on(owe, owe_test, kind):
    owe("one")
    send(at(0), outcome(kind), lasts=0)
    owe_test("try", now=at(0.5))
    delivery, following = send(at(0.5), outcome("refused"), lasts=0)
    assert (text_of(delivery), following) == ("try", None)
    assert nothing_due(at(0.9))


def test_a_test_waits_for_wecoms_own_limit(owe, owe_test):
    owe("one")
    send(at(0), outcome("rate_limited"), lasts=0)
    owe_test("try", now=at(1))
    assert nothing_due(at(60))
    assert text_of(take(at(70)).delivery) == "try"


def test_a_test_never_breaks_the_minutes_limit(owe, owe_test):
    owe_test(*[f"{number}" for number in range(10)])
    for _ in range(9):
        send(at(0), lasts=0, goes_on=False)
    assert nothing_due(at(5))
    assert text_of(take(at(5.5)).delivery) == "9"


@pytest.mark.parametrize(
    "kind", ["refused", "ambiguous", "not_sent", "busy", "server_error", "rate_limited", "key_unavailable"]
)
def test_a_test_that_fails_is_dead_at_once(owe_test, kind):
    owe_test("try")
    delivery, _ = send(at(0), outcome(kind))
    assert (delivery.state, delivery.reason) == ("dead", kind)


@pytest.mark.parametrize("kind", ["not_sent", "server_error", "refused", "ambiguous"])
def test_a_tests_failure_does_not_hold_the_lane(owe, owe_test, kind):
    owe_test("try")
    owe("one")
    _, following = send(at(0), outcome(kind))
    assert text_of(following.delivery) == "one"
    assert Lane.objects.get().failures == 0


def test_a_test_that_finds_the_robot_dead_opens_the_breaker(owe, owe_test):
    owe_test("try")
    owe("one")
    delivery, following = send(at(0), outcome("dead_robot"))
    assert (delivery.state, following) == ("dead", None)
    assert Lane.objects.get().hold_reason == "dead_robot"


def test_an_accepted_test_closes_the_breaker(owe, owe_test):
    owe("one")
    send(at(0), outcome("dead_robot"), lasts=0)
    owe_test("try", now=at(60))
    _, following = send(at(60))
    assert text_of(following.delivery) == "one"
    assert Lane.objects.get().breaker_opened_at is None


def test_a_refused_test_proves_nothing_about_the_lane(owe, owe_test):
    owe("one")
    send(at(0), outcome("dead_robot"), lasts=0)
    owe_test("try", now=at(60))
    send(at(60), outcome("refused"))
    assert Lane.objects.get().breaker_opened_at == at(0)
