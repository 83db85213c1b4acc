"""A robot that takes long keeps a thread, and no other robot waiting."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from notifications.delivery import places
from notifications.delivery.dispatcher import Dispatcher
from notifications.delivery.lanes import claim
from notifications.delivery.places import Places
from notifications.delivery.statements import next_alarm
from notifications.models import Lane
from tests.delivery.clockwork import at


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


def test_lanes_that_fail_take_no_place_of_the_others(now):
    two = Places(2)
    for failing in range(4):
        assert (two.free, two.free_for_failing) == (2, 4 - failing)
        ticket = two.take(is_failing=True)
    assert (two.free, two.free_for_failing) == (2, 0)
    assert two.leave(ticket) is True
    assert two.free_for_failing == 1


@pytest.mark.django_db
def test_lanes_that_fail_are_claimed_as_far_as_there_is_room_for_them(owe, register):
    failing, well = [register(f"bad {n}") for n in range(3)], [register(f"good {n}") for n in range(3)]
    for credential in failing + well:
        owe("hello", credential=credential)
    Lane.objects.filter(pk__in=[each.robot_id for each in failing]).update(failures=1)
    assert [each.is_failing for each in claim(now=at(0), limit=2, failing=0)] == [False, False]
    assert [each.is_failing for each in claim(now=at(0), limit=2, failing=2)] == [False, True, True]
    assert claim(now=at(0), limit=2, failing=0) == []
    assert next_alarm(at(1), also_failing=False) == at(16)  # the end of a lease
    assert [each.is_failing for each in claim(now=at(0), limit=2)] == [True]


PATIENCE_SECONDS = 30.0  # longer than a robot that hangs is waited for, on a machine with much else to do


@pytest.fixture
def dispatch(wecom):
    """Dispatch with so many threads: `dispatch(2)`; robots that hang are let go before it is stopped."""
    _ = get_resolver().reverse_dict  # a dispatcher loads every page before its first turn, which takes long
    started = []

    def start(threads):
        started.append(Dispatcher(threads=threads))
        started[-1].start()

    yield start
    wecom.stop()
    for each in started:
        each.stop()


@pytest.mark.django_db(transaction=True)
def test_healthy_robots_are_served_at_once_beside_many_that_fail(wecom, owe, register, dispatch):
    hanging = [register(f"hanging {number}") for number in range(12)]
    groups = wecom.exchange.groups
    for group in groups.all():
        wecom.script("hang", key=groups.robots_in(group.id)[0].key, times=None)
    healthy = [register(f"healthy {number}") for number in range(5)]
    for credential in hanging:
        owe("never answered", credential=credential)
    Lane.objects.update(failures=3)
    dispatch(2)
    wecom.wait_for_calls(4, timeout_seconds=PATIENCE_SECONDS)
    for credential in healthy:
        owe("hello", credential=credential)

    wecom.wait_for_messages(5)


@pytest.mark.django_db(transaction=True)
def test_robots_that_never_answer_keep_no_other_waiting(wecom, owe, register, dispatch):
    hanging = [register(f"hanging {number}") for number in range(3)]
    wecom.script("hang", times=3)
    for credential in hanging:
        owe("never answered", credential=credential)
    dispatch(1)
    wecom.wait_for_calls(3, timeout_seconds=PATIENCE_SECONDS)
    owe("hello")

    wecom.wait_for_messages(1)
