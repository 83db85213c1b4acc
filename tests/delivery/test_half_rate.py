"""Three refusals for the limit in an hour: something else uses the robot, so it gets half speed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from notifications.delivery import slowing, statements
from notifications.delivery.bucket import Bucket
from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from notifications.models import Delivery, Lane
from simulator.options import Options
from simulator.rate import RateState, check_rate
from simulator.replies import Refused
from tests.delivery.clockwork import ACCEPTED, at, outcome, seconds, send, text_of

MINUTES = 60
LIMITED = outcome("rate_limited", http_status=200, errcode=45009)


def refused_at(*minutes):
    lane = Lane()
    for minute in minutes:
        slowing.note_refusal(lane, now=at(minute * MINUTES))
    return lane


def test_two_refusals_change_nothing():
    assert refused_at(0, 59).slowed_until(at(59 * MINUTES)) is None


def test_the_third_within_an_hour_halves_the_rate_for_an_hour():
    lane = refused_at(0, 20, 40)
    slow, later = (Bucket.of(lane, now=at(minute * MINUTES)) for minute in (40, 100))
    assert seconds(lane.slow_until) == 100 * MINUTES
    assert (slow.burst, slow.per_minute) == (4, 5.5)
    assert (later.burst, later.per_minute) == (8, 11)


def test_the_hour_slides():
    assert refused_at(0, 59, 61).slow_until is None
    assert seconds(refused_at(0, 59, 61, 62).slow_until) == 122 * MINUTES


def test_a_later_refusal_prolongs_it():
    assert seconds(refused_at(0, 1, 2, 50).slow_until) == 110 * MINUTES


def test_refusals_from_before_the_clock_was_set_back_do_not_count():
    assert refused_at(300, 301, 0).slow_until is None
    assert refused_at(300, 301, 302).slowed_until(at(0)) is None


@pytest.mark.django_db
def test_messages_go_on_at_half_speed_and_then_at_full_speed_again(owe):
    owe(*"abcdefgh")
    for minute in (0, 2, 4):
        send(at(minute * MINUTES), LIMITED, goes_on=False)
    bucket = Bucket.of(Lane.objects.get(), now=at(6 * MINUTES))
    assert (bucket.burst, bucket.per_minute) == (4, 5.5)
    send(at(65 * MINUTES), goes_on=False)
    assert Bucket.of(Lane.objects.get(), now=at(66 * MINUTES)).level == 8


class SharedRobot:
    """A robot that takes 20 messages in any minute, whoever sends them."""

    def __init__(self, others):
        self.others = sorted(others)
        self.counted = []

    def answer(self, now):
        second = now.timestamp()
        while self.others and self.others[0] <= second:
            self._take(self.others.pop(0))
        return ACCEPTED if self._take(second) else LIMITED

    def _take(self, second):
        try:
            check_rate(RateState(counted=tuple(self.counted)), Options(), now=second)
        except Refused:
            return False
        self.counted = [*self.counted[-20:], second]
        return True


def live(robot, *, until):
    """Let the lane be served until then; return when it called and what it was told."""
    now, calls = at(0), []
    while (alarm := statements.next_alarm(now)) and now < until:
        now = max(now, alarm) + timedelta(milliseconds=1)
        for reservation in claim(now=now, limit=1):
            answer, is_slow = robot.answer(now), bool(Lane.objects.get().slowed_until(now))
            settle(reservation, answer, now=now, goes_on=False)
            calls.append((now, answer.outcome, is_slow, text_of(reservation.delivery)))
    return calls


def slowed_by(refusals, moment):
    """Tell whether three refusals within an hour, the last of them within the hour before, slow it now."""
    hour = timedelta(hours=1)
    threes = zip(refusals, refusals[2:], strict=False)
    return any(third - first < hour and third < moment < third + hour for first, third in threes)


def others_at(rates):
    """Return when another sender calls that sends so many a minute, for ten minutes each."""
    return [
        at((10 * index + number / rate) * MINUTES).timestamp()
        for index, rate in enumerate(rates)
        for number in range(rate * 10)
    ]


@pytest.mark.django_db
@given(st.lists(st.integers(0, 40), min_size=1, max_size=4))
@examples(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_beside_any_other_sender_nothing_is_lost_and_a_slowed_robot_gets_ten_a_minute_at_most(owe, rates):
    Delivery.objects.all().delete()
    Lane.objects.all().delete()
    texts = [f"{number:02}" for number in range(40)]
    owe(*texts)
    calls = live(SharedRobot(others_at(rates)), until=at(60 * MINUTES))
    assert [text for _, kind, _, text in calls if kind == "accepted"] == texts
    slow = [moment for moment, _, is_slow, _ in calls if is_slow]
    for first in slow:
        assert sum(first <= each < first + timedelta(minutes=1) for each in slow) <= 10
    refusals = [moment for moment, kind, _, _ in calls if kind == "rate_limited"]
    assert all(is_slow == slowed_by(refusals, moment) for moment, _, is_slow, _ in calls)
