from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.delivery.bucket import Bucket
from notifications.models import Lane
from tests.delivery.clockwork import at, seconds

WINDOW = 60


def lane(tokens=None, tokens_at=None):
    return Lane(tokens=tokens, tokens_at=tokens_at)


def test_a_new_lane_may_send_a_burst_of_eight():
    bucket, sent = Bucket.of(lane(), now=at(0)), 0
    while bucket.may_send(is_test=False):
        bucket, sent = bucket.take(), sent + 1
    assert sent == 8


def test_eleven_calls_are_gained_in_a_minute():
    assert Bucket.of(lane(-3, at(0)), now=at(60)).level == pytest.approx(8)
    assert Bucket.of(lane(0, at(0)), now=at(30)).level == pytest.approx(5.5)


def test_it_never_holds_more_than_the_burst():
    assert Bucket.of(lane(7, at(0)), now=at(3600)).level == 8


def test_it_refills_from_when_a_call_must_have_ended():
    kept = lane()
    Bucket.of(kept, now=at(0)).take().keep(kept)
    assert seconds(kept.tokens_at) == 13
    assert Bucket.of(kept, now=at(13)).level == 7


def test_a_clock_set_back_neither_fills_nor_blocks_it():
    kept = lane(0, at(7200))
    assert Bucket.of(kept, now=at(0)).level == 0
    Bucket.of(kept, now=at(0)).keep(kept)
    assert Bucket.of(kept, now=at(6)).may_send(is_test=False)


def test_one_call_is_left_for_a_test():
    empty = Bucket.of(lane(0, at(0)), now=at(0))
    assert not empty.may_send(is_test=False)
    assert empty.may_send(is_test=True)
    assert not empty.take().may_send(is_test=True)


def test_it_says_when_the_next_call_may_go():
    empty = Bucket.of(lane(0, at(0)), now=at(0))
    due = empty.may_send_at(is_test=False)
    assert (due - at(0)).total_seconds() == pytest.approx(60 / 11, abs=0.01)
    assert Bucket.of(lane(0, at(0)), now=due).may_send(is_test=False)


calls = st.lists(
    st.tuples(
        st.floats(0, 40),  # how long nobody asks
        st.floats(0, 13),  # how long the call lasts
        st.floats(0, 1),  # when in the call the robot sees it
        st.booleans(),  # a test
    ),
    min_size=25,
    max_size=120,
)


def seen_by_robot(calls):
    """Play calls one after the other, each as soon as the bucket lets it; return when the robot saw them."""
    kept, now, seen = lane(), 0.0, []
    for quiet, lasts, when, is_test in calls:
        now += quiet if quiet > 20 else 0
        bucket = Bucket.of(kept, now=at(now))
        if not bucket.may_send(is_test=is_test):
            now = (bucket.may_send_at(is_test=is_test) - at(0)).total_seconds()
            bucket = Bucket.of(kept, now=at(now))
        assert bucket.may_send(is_test=is_test)
        bucket.take().keep(kept)
        seen.append(now + lasts * when)
        now += lasts
        kept.tokens_at = at(now)
    return seen


@given(calls)
def test_a_robot_never_sees_more_than_twenty_calls_in_any_sixty_seconds(calls):
    seen = seen_by_robot(calls)
    for first in seen:
        assert sum(first <= moment < first + WINDOW for moment in seen) <= 20
