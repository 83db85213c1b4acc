from __future__ import annotations

import threading

import pytest
from django.utils import translation

from notifications.delivery import settlements, test_limit, test_messages
from notifications.models import Delivery, Lane, Step
from notifications.vocabulary import sample_facts
from tests.delivery.clockwork import at

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = sample_facts(language="en")


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(test_messages, "WAIT_SECONDS", 0.2)


def test_a_test_of_a_saved_step_comes_back_with_wecoms_answer(wecom, step, dispatcher, alice):
    result = test_messages.send(step, FACTS, by=alice)
    assert (result.is_settled, result.is_accepted, result.reason) == (True, True, "")
    assert (result.answer.http_status, result.answer.errcode, result.answer.errmsg) == (200, 0, "ok")
    assert [each.content for each in wecom.messages()] == [result.messages[0].content]


def test_its_delivery_is_marked_as_a_test_of_that_step_and_has_no_event(step, dispatcher, alice, web):
    delivery = test_messages.send(step, FACTS, by=alice).delivery
    assert (delivery.is_test, delivery.rank, delivery.event, delivery.requested_by) == (True, 0, None, alice)
    assert (delivery.step, delivery.team, delivery.pipeline, delivery.state) == (step, web.team, web, "sent")


def test_an_unsaved_step_can_be_tested(wecom, shop, ops, dispatcher, alice):
    step = Step(team=shop, name="Draft", credential=ops, content_fields=[], custom_content="Hello ${TASK}")
    result = test_messages.send(step, FACTS, by=alice)
    assert (result.is_accepted, result.delivery.step, result.delivery.step_name) == (True, None, "Draft")
    assert wecom.messages()[0].content.endswith("Hello Build image")


def test_nobody_is_mentioned_unless_asked(wecom, step, dispatcher, alice):
    step.mention_all = True
    assert len(test_messages.send(step, FACTS, by=alice).deliveries) == 1
    assert len(test_messages.send(step, FACTS, by=alice, mention=True).deliveries) == 2
    assert [each.mentions.everyone for each in wecom.messages()] == [False, False, True]


def test_a_refusal_is_told_with_its_own_figures(wecom, step, dispatcher, alice):
    wecom.script("removed")
    result = test_messages.send(step, FACTS, by=alice)
    assert (result.is_settled, result.is_accepted) == (True, False)
    assert (result.answer.errcode, result.delivery.state) == (93000, "dead")


def test_it_is_accepted_only_when_every_message_was(wecom, step, dispatcher, alice):
    step.mention_all = True
    wecom.script("latency", seconds=0, times=1)
    wecom.script("too_long", key=None, times=1)
    result = test_messages.send(step, FACTS, by=alice, mention=True)
    assert (result.is_accepted, result.answer.errcode) == (False, 40058)
    assert [each.state for each in result.deliveries] == ["dead", "dead"]


def test_a_test_goes_before_what_waits_and_through_an_open_breaker(wecom, step, owe, dispatcher, alice):
    wecom.script("removed")
    owe("waits")
    wecom.wait_for_answers(1)
    assert test_messages.send(step, FACTS, by=alice).is_accepted
    wecom.wait_for_messages(2)
    assert wecom.messages()[1].content == "waits"


def test_without_a_dispatcher_it_says_so(step, alice, impatient):
    result = test_messages.send(step, FACTS, by=alice)
    assert (result.is_settled, result.delivery.state) == (False, "pending")
    assert result.reason == (
        "Nothing picked this up within 15 s: the dispatcher is not running. An administrator starts it "
        "with manage.py serve or manage.py worker; the test is sent then."
    )


def test_while_the_minute_is_used_up_it_says_when_it_goes(step, dispatcher, alice, ops, impatient):
    now = at(0).now(tz=at(0).tzinfo)
    Lane.objects.create(pk=ops.robot_id, tokens=-1, tokens_at=now)
    result = test_messages.send(step, FACTS, by=alice)
    assert not result.is_settled
    assert result.reason.startswith("The robot's messages for this minute are used up; the test goes at ")


def test_a_robot_that_does_not_answer_in_time_is_told_so(wecom, step, dispatcher, alice, impatient):
    wecom.script("latency", seconds=0.6)
    result = test_messages.send(step, FACTS, by=alice)
    assert result.reason == "The robot has not answered yet; look at the delivery for the answer."


def test_nobody_waits_for_a_server_that_ends(step, alice):
    threading.Timer(0.2, settlements.wait_no_more).start()
    result = test_messages.send(step, FACTS, by=alice)
    assert result.reason == (
        "The server is being restarted. The test is sent; look at the delivery for the answer."
    )


def test_a_disabled_credential_is_told_without_an_attempt(step, dispatcher, alice, ops):
    type(ops).objects.update(is_enabled=False)
    result = test_messages.send(step, FACTS, by=alice)
    assert (result.is_settled, result.delivery.state) == (False, "held")
    assert result.reason == "Its credential is disabled."
    assert result.advice == "Enable the credential or choose another one in the rule, then send it again."


@pytest.mark.asvs("V2.3.2")
def test_at_most_eight_wait_and_the_next_is_answered_at_once(step, alice, monkeypatch):
    monkeypatch.setattr(test_messages, "_seats", test_messages.threading.BoundedSemaphore(1))
    test_messages._seats.acquire()
    result = test_messages.send(step, FACTS, by=alice)
    assert result.reason == (
        "Accepted for sending. Many tests are under way: look at the delivery for the answer."
    )
    assert result.delivery.state == "pending"


def test_the_seat_is_given_back(step, alice, dispatcher, monkeypatch):
    monkeypatch.setattr(test_messages, "_seats", test_messages.threading.BoundedSemaphore(1))
    assert test_messages.send(step, FACTS, by=alice).is_accepted
    assert test_messages.send(step, FACTS, by=alice).is_accepted


@pytest.mark.asvs("V2.3.2", "V2.4.1")
def test_a_person_has_ten_tests_a_minute(step, alice, bob, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    for _ in range(10):
        test_limit.take(alice, now_seconds=120)
    with pytest.raises(test_limit.TooManyTestsError) as refused:
        test_limit.take(alice, now_seconds=125)
    assert str(refused.value) == ("You sent 10 tests within a minute. Wait 55 seconds before the next one.")
    assert refused.value.retry_after_seconds == 55
    test_limit.take(bob, now_seconds=125)
    test_limit.take(alice, now_seconds=180)


def test_a_cache_that_forgets_refuses_nobody(alice, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    test_limit.take(alice)


def test_a_test_over_the_limit_owes_nothing(step, alice, monkeypatch):
    monkeypatch.setattr(test_limit, "PER_MINUTE", 0)
    with pytest.raises(test_limit.TooManyTestsError):
        test_messages.send(step, FACTS, by=alice)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "🔔 WeCom Notify test: the credential “ops” works. Sent by alice.")],
)
def test_a_credential_is_tested_with_a_plain_sentence(wecom, ops, dispatcher, alice, language, words):
    with translation.override(language):
        result = test_messages.send_for_credential(ops, by=alice)
    assert (result.is_accepted, result.delivery.team) == (True, None)
    assert [each.content for each in wecom.messages()] == [words]
    assert result.messages[0].bytes == len(words.encode())


def test_a_name_cannot_mention_anybody(wecom, register, dispatcher, alice):
    test_messages.send_for_credential(register("<@boss>"), by=alice)
    (shown,) = wecom.messages()
    assert "<@" not in shown.content
