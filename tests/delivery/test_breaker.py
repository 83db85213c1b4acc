"""A robot that takes nothing for half an hour is tried once every half hour, until it takes something."""

from __future__ import annotations

import pytest

from notifications.delivery import backoff, breaker
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import at, nothing_due, outcome, seconds, send, take, text_of

pytestmark = pytest.mark.asvs("V16.5.2")

MINUTE = 60
NEW_KEY = "0123abcd-0000-4000-8000-00000000beef"
GONE = outcome("dead_robot", http_status=200, errcode=93000)
FAILED = outcome("server_error", http_status=502)


def failed(*moments):
    lane = Lane()
    for moment in moments:
        breaker.note_failure(lane, now=at(moment))
    return lane


def test_nine_failures_in_an_hour_do_not_open_it():
    assert failed(*range(0, 3600, 400)).breaker_opened_at is None


def test_ten_failures_in_less_than_half_an_hour_do_not_open_it():
    lane = failed(*range(0, 1790, 179))
    assert (lane.failures, lane.breaker_opened_at, lane.hold_reason) == (10, None, "backoff")


def test_ten_failures_over_half_an_hour_open_it_until_the_next_probe():
    lane = failed(*range(0, 2000, 200))
    assert (seconds(lane.breaker_opened_at), lane.breaker_reason) == (1800, "failing")
    assert (lane.hold_reason, seconds(lane.hold_until)) == ("failing", 1800 + 30 * MINUTE)


def test_a_success_before_the_tenth_begins_the_count_anew():
    lane = failed(*range(0, 1800, 200))
    lane.answered()
    breaker.note_failure(lane, now=at(1800))
    assert (lane.failures, lane.breaker_opened_at) == (1, None)


@pytest.fixture
def stopped(owe):
    """Let every try of two messages fail until the breaker opens; return how many seconds that took."""
    owe("first", "second")
    moment = 0
    for failures in range(1, breaker.FAILURES):
        send(at(moment), FAILED, lasts=0)
        moment += backoff.after(failures).total_seconds() + 0.1
    send(at(moment), FAILED, lasts=0)
    return moment


@pytest.mark.django_db
class TestHalfOpen:
    def test_it_opens_with_the_tenth_try(self, stopped):
        assert seconds(Lane.objects.get().breaker_opened_at) == round(stopped) == 2925
        assert nothing_due(at(stopped + 30 * MINUTE - 1))

    def test_one_message_is_the_probe_and_the_rest_waits(self, stopped):
        probe, following = send(at(stopped + 30 * MINUTE + 1), FAILED, lasts=0)
        assert (text_of(probe), probe.state, following) == ("first", "pending", None)
        assert nothing_due(at(stopped + 60 * MINUTE))
        assert seconds(Lane.objects.get().breaker_opened_at) == round(stopped)

    def test_a_probe_that_arrives_closes_it_and_the_rest_follows(self, stopped):
        probe, following = send(at(stopped + 30 * MINUTE + 1))
        lane = Lane.objects.get()
        assert (probe.state, text_of(following.delivery)) == ("sent", "second")
        assert (lane.breaker_opened_at, lane.breaker_reason, lane.failures) == (None, "", 0)

    def test_a_refused_message_shows_that_the_robot_lives(self, stopped):
        send(at(stopped + 30 * MINUTE + 1), outcome("refused", http_status=200, errcode=40058))
        assert Lane.objects.get().breaker_opened_at is None

    def test_a_test_goes_at_once_and_closes_it(self, stopped, owe):
        owe("test", now=at(stopped + 5), is_test=True, rank=0)
        test, following = send(at(stopped + 5))
        assert (text_of(test), text_of(following.delivery)) == ("test", "first")
        assert Lane.objects.get().breaker_opened_at is None

    def test_a_key_that_is_replaced_takes_what_waits_to_an_open_lane(self, stopped, ops, wecom, root):
        ops.replace_key(wecom.webhook_url(wecom.add_robot(NEW_KEY, group="new")), by=root)
        assert Delivery.objects.filter(lane=ops.robot_id, state="pending").exists()
        assert Lane.objects.get(pk=ops.robot_id).breaker_opened_at is None

    def test_wecoms_word_that_the_robot_is_gone_says_more_than_failures(self, stopped):
        send(at(stopped + 30 * MINUTE + 1), GONE, lasts=0)
        lane = Lane.objects.get()
        assert (lane.breaker_reason, lane.hold_reason) == ("dead_robot", "dead_robot")
        assert seconds(lane.breaker_opened_at) == round(stopped)


@pytest.mark.django_db
def test_a_failure_says_less_than_wecoms_word_and_waits_for_the_next_probe(owe):
    owe("first")
    send(at(0), GONE, lasts=0)
    send(at(1801), FAILED, lasts=0)
    lane = Lane.objects.get()
    assert (lane.breaker_reason, lane.hold_reason) == ("dead_robot", "dead_robot")
    assert seconds(lane.hold_until) == 3601


@pytest.mark.django_db
def test_what_a_robot_that_is_gone_is_owed_is_kept_however_long_it_fails_meanwhile(owe):
    owe("kept")
    send(at(0), FAILED, lasts=0)
    send(at(2), GONE, lasts=0)
    send(at(30 * 3600), FAILED, lasts=0)
    assert text_of(take(at(31 * 3600)).delivery) == "kept"
