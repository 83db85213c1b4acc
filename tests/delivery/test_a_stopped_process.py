"""A process is stopped between reserving a message and sending it, as by SIGSTOP or a sleeping machine."""

from __future__ import annotations

import pytest

from notifications.clockwork import clock
from notifications.delivery import sending
from notifications.delivery.settling import settle
from notifications.models import Attempt, Delivery, Lane
from tests.delivery.clockwork import ACCEPTED, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped_for(monkeypatch):
    """Let the time go on for everybody but the caller."""
    uptime = clock.uptime

    def stopped(seconds):
        monkeypatch.setattr(clock, "uptime", lambda: uptime() + seconds)

    return stopped


def drain(reservation):
    sending.drain(reservation, goes_on=lambda: True)


def test_what_was_reserved_too_long_ago_is_not_sent_and_waits_again(wecom, owe, stopped_for):
    owe("hello")
    reservation = take(clock.now())
    stopped_for(seconds=3.1)  # 16 s of lease less 13 s for the call
    drain(reservation)
    assert wecom.calls == []
    assert Delivery.objects.get().state == "pending"
    assert Lane.objects.get().lease_until is None
    assert not Attempt.objects.exists()


def test_it_goes_with_the_next_claim_and_not_as_a_resend(wecom, owe, stopped_for):
    owe("hello", on_ambiguous="hold")
    reservation = take(clock.now())
    stopped_for(seconds=3600)
    drain(reservation)
    drain(take(clock.now()))
    assert len(wecom.calls) == 1
    assert [each.is_resend for each in Attempt.objects.all()] == [False]


def test_what_another_one_took_over_meanwhile_is_left_to_it(wecom, owe, stopped_for):
    owe("hello")
    reservation = take(clock.now())
    Lane.objects.update(lease_token=7)
    stopped_for(seconds=20)
    drain(reservation)
    assert wecom.calls == []
    assert (Delivery.objects.get().state, Lane.objects.get().lease_token) == ("sending", 7)


def test_what_is_reserved_after_a_settlement_has_a_lease_of_its_own(owe):
    owe("one", "two")
    reservation = take(clock.now())
    assert settle(reservation, ACCEPTED, now=clock.now()).made_at > reservation.made_at
