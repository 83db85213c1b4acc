"""What is owed to a robot for which nothing waits is reserved by the transaction that owes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from notifications.clockwork import at_once, clock
from notifications.delivery import own_calls
from notifications.delivery.dispatcher import Dispatcher
from notifications.delivery.lanes import claim
from notifications.delivery.reserving_at_once import reserve_at_once
from notifications.delivery.settling import settle
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import ACCEPTED, bell_rings_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def taken():
    """Take every offer; give the reservations."""
    reservations = []

    def take(lanes, owed):
        found = reserve_at_once(lanes, owed, at_most=10)
        reservations.extend(found)
        return {each.delivery.lane_id for each in found}

    at_once.take_offers(take)
    yield reservations
    at_once.take_no_more(take)


def later(seconds):
    return clock.now() + timedelta(seconds=seconds)


def test_it_is_leased_paid_for_and_being_sent(ops, owe, taken):
    Lane(pk=ops.robot_id, tokens=3, tokens_at=clock.now()).save(force_insert=True)
    owe("hello")
    (reservation,) = taken
    lane, delivery = Lane.objects.get(), Delivery.objects.get()
    assert reservation.delivery.pk == delivery.pk
    assert reservation.delivery.credential.sealed_key == ops.sealed_key
    assert (delivery.state, delivery.reserved_at is not None) == ("sending", True)
    assert lane.lease_token == reservation.lease_token == 1
    assert lane.lease_until > clock.now()
    assert lane.tokens == pytest.approx(2, abs=0.1)


def test_nobody_else_claims_it_and_it_settles(owe, taken):
    owe("hello")
    assert claim(now=clock.now(), limit=10) == []
    assert settle(taken[0], ACCEPTED, now=clock.now()) is None
    assert Delivery.objects.get().state == "sent"
    lane = Lane.objects.get()
    assert (lane.wake_at, lane.lease_until) == (None, None)


def test_what_came_meanwhile_goes_next(owe, taken):
    owe("one")
    (second,) = owe("two")
    assert len(taken) == 1
    assert settle(taken[0], ACCEPTED, now=clock.now()).delivery.pk == second.pk


def test_a_process_that_dies_before_its_call_leaves_it_to_the_next(owe, taken):
    owe("hello")
    (again,) = claim(now=later(17), limit=10)
    assert Delivery.objects.get().attempts.get().outcome == "ambiguous"
    assert again.lease_token == taken[0].lease_token + 1
    assert settle(taken[0], ACCEPTED, now=later(17)) is None  # fenced off: a fact, and no next one
    assert Delivery.objects.get().state == "sent"


def test_a_transaction_that_fails_reserves_nothing(owe, taken):
    with transaction.atomic():
        owe("hello")
        transaction.set_rollback(True)
    assert len(taken) == 1
    assert not Lane.objects.exclude(lease_until=None).exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "special",
    [
        {"paused_at": clock.timezone.now()},
        {"wake_at": clock.timezone.now()},
        {"failures": 1},
        {"hold_until": clock.timezone.now(), "hold_reason": "rate_limited"},
        {"breaker_opened_at": clock.timezone.now(), "breaker_reason": "failing"},
        {"lease_until": clock.timezone.now() + timedelta(seconds=10)},
    ],
    ids=lambda special: next(iter(special)),
)
def test_a_lane_that_is_special_waits_for_a_claim(ops, owe, taken, special):
    Lane(pk=ops.robot_id, **special).save(force_insert=True)
    owe("hello")
    assert taken == []
    assert Delivery.objects.get().state == "pending"


def test_a_lane_that_has_spent_its_tokens_waits_for_a_claim(ops, owe, taken):
    Lane(pk=ops.robot_id, tokens=0, tokens_at=clock.now()).save(force_insert=True)
    owe("hello")
    assert taken == []


def test_the_limit_of_a_minute_holds_whatever_the_clock_says(ops, owe, taken):
    for _ in range(own_calls.CALLS_IN_A_MINUTE):
        own_calls.note(ops.robot_id)
    owe("hello")
    own_calls.forget()
    assert taken == []


def test_two_for_one_lane_wait_for_a_claim_and_may_merge(owe, taken):
    owe("one", "two")
    assert taken == []


def test_a_disabled_credential_is_put_aside_by_a_claim(ops, owe, taken):
    ops.is_enabled = False
    ops.save(update_fields=["is_enabled"])
    owe("hello")
    assert taken == []


def test_a_test_is_left_to_a_claim(owe, taken):
    owe("hello", is_test=True)
    assert taken == []


def test_half_of_the_places_are_left_to_what_waits(owe):
    dispatcher = Dispatcher(threads=4)
    dispatcher.places.take()
    dispatcher.places.take()
    with transaction.atomic():
        (delivery,) = owe("hello")
        assert dispatcher._take([Lane.objects.get()], [delivery]) == set()


def test_what_is_reserved_while_the_dispatcher_stops_waits_again(owe, taken):
    owe("hello")
    stopped = Dispatcher(threads=1)
    assert stopped._hand_over(taken[0]) is False
    assert Delivery.objects.get().state == "pending"
    assert Lane.objects.get().lease_until is None


def test_it_is_sent_without_a_claim(monkeypatch, wecom, owe):
    monkeypatch.setattr("notifications.delivery.dispatcher.claim", lambda **_how: [])
    dispatcher = Dispatcher(threads=2)
    dispatcher.start()
    try:
        owe("hello")
        wecom.wait_for_answers(1)
        bell_rings_until(lambda: Delivery.objects.get().state == "sent")
    finally:
        dispatcher.stop()
    assert at_once._takers == []
