from __future__ import annotations

import pytest

from credentials.outcomes import Outcome
from notifications.delivery import rulings
from notifications.models import Attempt, Lane
from tests.delivery.clockwork import ACCEPTED, at, nothing_due, outcome, seconds, send, take, text_of

pytestmark = pytest.mark.django_db

RETRIED = ["not_sent", "busy", "server_error", "unreadable", "ambiguous"]


def test_what_was_accepted_is_sent_and_nothing_more_is_said(owe):
    owe("hello")
    delivery, _ = send(at(0), ACCEPTED)
    assert (delivery.state, delivery.reason, delivery.errcode, delivery.errmsg) == ("sent", "", 0, "ok")
    assert seconds(delivery.sent_at) == 0


def test_every_call_is_recorded_with_what_came_back(owe, ops):
    owe("hello")
    send(
        at(0), outcome("refused", http_status=200, errcode=40058, errmsg="too long", hint="17", duration_ms=9)
    )
    attempt = Attempt.objects.get()
    assert (attempt.http_status, attempt.errcode, attempt.errmsg) == (200, 40058, "too long")
    assert (attempt.hint, attempt.duration_ms, attempt.outcome) == ("17", 9, "refused")
    assert (attempt.lane_id, attempt.lease_token, attempt.started_at) == (ops.robot_id, 1, at(0))


def test_the_credential_shows_its_last_use(owe, ops):
    owe("hello")
    send(at(0), outcome("dead_robot", http_status=200, errcode=93000))
    ops.refresh_from_db()
    assert (ops.last_outcome, ops.last_errcode) == ("dead_robot", 93000)


@pytest.mark.parametrize("kind", RETRIED)
def test_what_may_pass_is_tried_again_after_a_pause_in_its_order(owe, kind):
    owe("one", "two")
    delivery, following = send(at(0), outcome(kind), lasts=0)
    assert (delivery.state, delivery.reason, following) == ("pending", kind, None)
    assert nothing_due(at(0.9))
    assert text_of(take(at(1.1)).delivery) == "one"


def test_pauses_grow_with_each_failure_and_end_with_a_success(owe):
    owe("one", "two")
    send(at(0), outcome("server_error"), lasts=0)
    send(at(1), outcome("server_error"), lasts=0)
    assert seconds(Lane.objects.get().hold_until) == 4
    delivery, following = send(at(4.1))
    lane = Lane.objects.get()
    assert (delivery.state, text_of(following.delivery)) == ("sent", "two")
    assert (lane.failures, lane.failing_since, lane.hold_until, lane.hold_reason) == (0, None, None, "")


def test_a_refused_message_dies_alone(owe):
    owe("bad", "good")
    delivery, following = send(at(0), outcome("refused", http_status=200, errcode=40058))
    assert (delivery.state, delivery.reason, delivery.errcode) == ("dead", "refused", 40058)
    assert text_of(following.delivery) == "good"


def test_over_the_limit_pauses_the_lane_and_is_no_failure_of_the_message(owe):
    owe("one", "two")
    delivery, following = send(at(0), outcome("rate_limited", errcode=45009), lasts=0)
    lane = Lane.objects.get()
    assert (delivery.state, delivery.reason, following) == ("pending", "rate_limited", None)
    assert (lane.hold_reason, lane.failures, lane.failing_since) == ("rate_limited", 0, None)
    assert nothing_due(at(61))
    assert text_of(take(at(71)).delivery) == "one"


def test_the_bucket_refills_from_the_end_of_a_call(owe):
    owe("slow")
    send(at(0), lasts=10)
    lane = Lane.objects.get()
    assert (lane.tokens, seconds(lane.tokens_at)) == (7, 10)


def test_a_dead_robot_opens_the_breaker_and_keeps_its_messages(owe):
    owe("one", "two")
    delivery, following = send(at(0), outcome("dead_robot", errcode=93000), lasts=0)
    lane = Lane.objects.get()
    assert (delivery.state, delivery.reason, following) == ("pending", "dead_robot", None)
    assert (lane.breaker_opened_at, lane.hold_reason) == (at(0), "dead_robot")
    assert nothing_due(at(1799))


def test_a_probe_each_half_hour_closes_the_breaker_or_leaves_it_open(owe):
    owe("one", "two")
    send(at(0), outcome("dead_robot"), lasts=0)
    send(at(1801), outcome("dead_robot"), lasts=0)
    assert Lane.objects.get().breaker_opened_at == at(0)
    delivery, following = send(at(3602))
    assert (delivery.state, text_of(following.delivery)) == ("sent", "two")
    assert Lane.objects.get().breaker_opened_at is None


def test_a_key_that_cannot_be_opened_keeps_messages_and_counts_no_failure(owe):
    owe("one")
    delivery, _ = send(at(0), outcome("key_unavailable", errmsg="keyring missing"), lasts=0)
    lane = Lane.objects.get()
    assert (delivery.state, delivery.reason) == ("pending", "key_unavailable")
    assert (lane.hold_reason, seconds(lane.hold_until), lane.failures) == ("key_unavailable", 60, 0)


def test_a_key_that_stays_closed_leaves_one_attempt_and_not_one_a_minute(owe):
    owe("one")
    for minute in range(4):
        send(at(61 * minute), outcome("key_unavailable"), lasts=0)
    assert Attempt.objects.count() == 1
    send(at(300))
    assert [each.outcome for each in Attempt.objects.all()] == ["key_unavailable", "accepted"]


def test_every_outcome_has_its_ruling():
    for kind in Outcome:
        assert rulings.rule(kind, is_test=False, on_ambiguous="resend").state in {"sent", "pending", "dead"}
