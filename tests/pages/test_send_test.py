"""A test goes the real way and its answer is WeCom's own."""

from __future__ import annotations

import pytest

from notifications.delivery import test_limit, test_messages
from notifications.models import Delivery, Step
from tests.pages.reading import links, main, value

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_unsaved_step_is_sent_as_it_stands(wecom, dispatcher, as_user, bob, fill):
    answer = as_user(bob).post("/steps/test-messages/", fill(custom_content="on ${BRANCH}"))

    (shown,) = wecom.messages()
    assert answer.status_code == 200
    assert shown.content.startswith("### [TEST] ")
    assert shown.content.endswith("\n\non main")
    assert not Step.objects.exists()
    assert "WeCom accepted the message." in main(answer)


def test_the_answer_shows_wecoms_figures(wecom, dispatcher, as_user, bob, step, fill):
    answer = as_user(bob).post(f"/steps/{step.pk}/test-messages/", fill())

    told = answer.context["test"].answer
    assert f"HTTP 200 errcode 0 errmsg ok Time taken {told.duration_ms} ms" in main(answer)
    assert f"/deliveries/{step.deliveries.get().pk}/" in links(answer)


def test_a_saved_step_sends_what_is_typed_and_saves_nothing(wecom, dispatcher, as_user, bob, step, fill):
    typed = fill(name="Not yet saved", custom_content="typed")

    answer = as_user(bob).post(f"/steps/{step.pk}/test-messages/", typed)

    step.refresh_from_db()
    assert wecom.messages()[0].content.endswith("typed")
    assert (step.name, step.custom_content) == ("Failures", "")
    assert value(answer, "custom_content") == "typed"


def test_nobody_is_mentioned_unless_ticked(wecom, dispatcher, as_user, bob, step, fill):
    client = as_user(bob)
    client.post(f"/steps/{step.pk}/test-messages/", fill(mentions="lilei"))
    client.post(f"/steps/{step.pk}/test-messages/", fill(mentions="lilei", mention="on"))

    silent, loud = [message.content for message in wecom.messages()]
    assert "<@lilei>" not in silent
    assert "<@lilei>" in loud


def test_a_refusal_is_told_with_its_meaning_and_the_way_on(wecom, dispatcher, as_user, bob, step, fill, ops):
    wecom.script("errcode", errcode=93000, text="invalid webhook url, hint: [123], from ip: 10.0.0.1")

    answer = as_user(bob).post(f"/steps/{step.pk}/test-messages/", fill())

    page = main(answer)
    assert answer.status_code == 200
    assert "HTTP 200 errcode 93000 errmsg invalid webhook url Time taken" in page
    assert "10.0.0.1" not in page
    assert "WeCom accepted" not in page
    assert f"/credentials/{ops.pk}/" in links(answer)


@pytest.mark.parametrize(
    ("fault", "figures"),
    [
        ({"kind": "status", "status": 502}, "HTTP 502 errcode –"),
        ({"kind": "garbage"}, "HTTP 200 errcode –"),
        ({"kind": "rate_limited"}, "HTTP 200 errcode 45009"),
        ({"kind": "drop"}, "HTTP – errcode –"),
    ],
)
def test_what_is_no_acceptance_is_never_told_as_one(
    wecom, dispatcher, as_user, bob, step, fill, fault, figures
):
    wecom.script(**fault)

    page = main(as_user(bob).post(f"/steps/{step.pk}/test-messages/", fill()))

    assert figures in page
    assert "WeCom accepted" not in page


def test_nothing_picked_it_up_is_an_answer(as_user, bob, step, fill, monkeypatch):
    monkeypatch.setattr(test_messages, "WAIT_SECONDS", 0)

    answer = as_user(bob).post(f"/steps/{step.pk}/test-messages/", fill())

    made = Delivery.objects.get()
    assert made.state == "pending"
    assert "Nothing picked this up within 15 s: the dispatcher is not running." in main(answer)
    assert f"/deliveries/{made.pk}/" in links(answer)


def test_a_form_that_does_not_hold_sends_nothing(as_user, bob, step, fill):
    answer = as_user(bob).post(f"/steps/{step.pk}/test-messages/", fill(name=""))

    assert answer.status_code == 422
    assert "Nothing was sent: mend what is marked in the form first." in main(answer)
    assert not Delivery.objects.exists()


def test_too_many_tests_are_refused_with_the_wait(as_user, bob, step, fill, monkeypatch):
    monkeypatch.setattr(test_limit, "PER_MINUTE", 0)

    answer = as_user(bob).post(f"/steps/{step.pk}/test-messages/", fill(task="typed"))

    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert "You sent 0 tests within a minute. Wait" in main(answer)
    assert value(answer, "task") == "typed"
    assert not Delivery.objects.exists()
