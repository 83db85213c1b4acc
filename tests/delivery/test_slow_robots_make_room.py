"""A robot that takes long keeps a thread, and no other robot waiting."""

from __future__ import annotations

import pytest

from notifications.delivery import places
from notifications.delivery.dispatcher import Dispatcher
from notifications.delivery.places import Places


@pytest.fixture
def now(monkeypatch):
    """Set the monotonic clock: `now(2.5)`."""

    def set_to(seconds):
        monkeypatch.setattr(places.time, "monotonic", lambda: seconds)

    set_to(0.0)
    return set_to


def test_who_is_slow_gives_the_place_to_another(now):
    two = Places(2)
    two.take()
    two.take()
    assert two.free == 0
    now(0.5)
    assert (two.free, two.taken) == (2, 2)


def test_the_next_place_is_free_when_the_one_that_is_longest_busy_becomes_slow(now):
    two = Places(2)
    two.take()
    now(0.2)
    two.take()
    assert two.next_free_seconds == pytest.approx(0.3)
    now(0.6)
    assert two.next_free_seconds == pytest.approx(0.1)


def test_slow_ones_are_served_beside_the_others_to_a_bound(now):
    one = Places(1)
    for second in range(5):
        now(float(second))
        assert one.free == 1
        one.take()
    now(5.0)
    assert (one.free, one.taken) == (0, 5)


def test_who_leaves_a_full_house_says_so(now):
    one = Places(1)
    ticket = one.take()
    assert one.leave(ticket) is True
    ticket = one.take()
    now(1.0)
    assert one.leave(ticket) is False
    assert one.free == 1


@pytest.mark.django_db(transaction=True)
def test_robots_that_never_answer_keep_no_other_waiting(wecom, owe, register):
    hanging = [register(f"hanging {number}") for number in range(3)]
    wecom.script("hang", times=3)
    for credential in hanging:
        owe("never answered", credential=credential)
    small = Dispatcher(threads=1)
    small.start()
    wecom.wait_for_calls(3)
    owe("hello")

    wecom.wait_for_messages(1)

    wecom.stop()
    small.stop()
