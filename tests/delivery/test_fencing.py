from __future__ import annotations

import pytest

from notifications.delivery.settling import settle
from notifications.models import Attempt, Lane
from tests.delivery.clockwork import ACCEPTED, at, outcome, seconds, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_holders(owe):
    """Let one process sleep past its lease, so that another one sends the same message again."""
    owe("hello", "next")
    slow = take(at(0))
    return slow, take(at(16.1))


def test_who_lost_the_lease_changes_no_state(two_holders):
    slow, fast = two_holders
    assert settle(slow, outcome("refused", errcode=40058), now=at(17)) is None
    fast.delivery.refresh_from_db()
    assert fast.delivery.state == "sending"
    assert seconds(Lane.objects.get().lease_until) == 32


def test_what_was_accepted_is_a_fact_whoever_says_it(two_holders):
    slow, fast = two_holders
    settle(slow, ACCEPTED, now=at(17))
    fast.delivery.refresh_from_db()
    assert fast.delivery.state == "sent"


def test_what_was_accepted_once_stays_sent(two_holders):
    slow, fast = two_holders
    settle(slow, ACCEPTED, now=at(17))
    settle(fast, outcome("server_error"), now=at(18))
    fast.delivery.refresh_from_db()
    assert (fast.delivery.state, fast.delivery.errcode) == ("sent", 0)


def test_every_call_is_recorded_with_its_own_lease(two_holders):
    slow, fast = two_holders
    settle(slow, ACCEPTED, now=at(17))
    settle(fast, ACCEPTED, now=at(18))
    recorded = [(each.lease_token, each.outcome) for each in Attempt.objects.order_by("pk")]
    assert recorded == [(1, "ambiguous"), (1, "accepted"), (2, "accepted")]
    fast.delivery.refresh_from_db()
    assert fast.delivery.attempts_count == 3


def test_who_lost_the_lease_reserves_nothing(two_holders):
    slow, fast = two_holders
    assert settle(slow, ACCEPTED, now=at(17)) is None
    following = settle(fast, ACCEPTED, now=at(18))
    assert following.delivery.body["text"]["content"] == "next"
