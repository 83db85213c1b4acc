from __future__ import annotations

import pytest

from notifications.models import Attempt, Delivery, Lane
from tests.delivery.clockwork import bell_rings_until

pytestmark = pytest.mark.django_db(transaction=True)

TRANSIENT = [
    ("busy", {}, "busy", 200, -1),
    ("status", {"status": 500}, "server_error", 500, None),
    ("garbage", {}, "unreadable", 200, None),
    ("drop", {}, "ambiguous", None, None),
]


@pytest.fixture
def after(wecom, dispatcher):
    """Wait until the robot ended so many calls, and until what came back is written down."""

    def waited(calls):
        wecom.wait_for_answers(calls)
        dispatcher.stop()

    return waited


def shown():
    return list(Delivery.objects.order_by("pk").values_list("state", "reason", "errcode"))


@pytest.mark.parametrize(("kind", "how", "outcome", "http_status", "errcode"), TRANSIENT)
def test_what_may_pass_shows_its_truth_and_arrives_once_the_robot_answers_again(
    wecom, owe, after, kind, how, outcome, http_status, errcode
):
    wecom.script(kind, times=1, **how)
    owe("one", "two")
    after(3)
    first, second, third = Attempt.objects.order_by("pk")
    assert (first.outcome, first.http_status, first.errcode) == (outcome, http_status, errcode)
    assert [second.outcome, third.outcome] == ["accepted", "accepted"]
    assert [each.content for each in wecom.messages()] == ["one", "two"]


def test_what_was_accepted_before_the_socket_closed_is_sent_again_and_marked(wecom, owe, after):
    wecom.script("drop_after_accepting", times=1)
    owe("one")
    after(2)
    assert [each.is_resend for each in Attempt.objects.order_by("pk")] == [False, True]
    assert [each.content for each in wecom.messages()] == ["one", "one"]


def test_a_robot_that_cannot_be_reached_gets_its_message_later(wecom, owe, dispatcher, settings):
    listening = settings.WECOM_ENDPOINTS
    settings.WECOM_ENDPOINTS = {"loopback": "http://127.0.0.1:9"}
    owe("one")
    bell_rings_until(lambda: Lane.objects.get().failures == 1)
    assert Attempt.objects.get().outcome == "not_sent"
    settings.WECOM_ENDPOINTS = listening
    wecom.wait_for_messages(1)


def test_a_poison_message_dies_alone(wecom, owe, after):
    wecom.script("too_long", times=1)
    owe("bad", "good")
    after(2)
    assert shown() == [("dead", "refused", 40058), ("sent", "", 0)]


def test_a_removed_robot_keeps_its_messages(wecom, owe, after):
    wecom.script("removed", times=None)
    owe("one", "two")
    after(1)
    assert shown() == [("pending", "dead_robot", 93000), ("pending", "", None)]
    assert len(wecom.calls) == 1


def test_over_the_limit_waits_and_is_not_sent(wecom, owe, after):
    wecom.script("rate_limited", times=None)
    owe("one")
    after(1)
    assert shown() == [("pending", "rate_limited", 45009)]


def test_one_slow_robot_delays_no_other(wecom, owe, register, dispatcher, ops):
    wecom.script("latency", seconds=0.8, times=1)
    owe("slow")
    wecom.wait_for_calls(1)
    owe("quick", credential=register("dev"))
    wecom.wait_for_answers(1, timeout_seconds=0.6)
    assert Delivery.objects.get(credential=ops).state == "sending"


def test_messages_to_one_robot_keep_their_order_and_never_overlap(wecom, owe, after):
    owe(*"12345678")
    after(8)
    assert [each.content for each in wecom.messages()] == list("12345678")
    assert wecom.most_at_once() == 1
