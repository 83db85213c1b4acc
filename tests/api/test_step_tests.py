from __future__ import annotations

import uuid

import pytest

from credentials.models import Credential
from notifications.delivery import test_messages
from notifications.delivery.dispatcher import Dispatcher
from notifications.models import Delivery
from simulator.standalone import Standalone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wecom(settings):
    with Standalone() as standing:
        settings.WECOM_ENDPOINTS = {"loopback": standing.url}
        yield standing


@pytest.fixture
def credential(wecom, keyring, root, shop):
    key = wecom.add_robot(str(uuid.uuid4()), group="ops")
    return Credential.register(name="Ops group", webhook=wecom.webhook_url(key), by=root, teams=[shop])


@pytest.fixture
def dispatcher(credential):
    made = Dispatcher(threads=2)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def draft(web, credential):
    return {"pipeline": "shop/web", "name": "Draft", "credential": str(credential.pk), "language": "en"}


def test_a_saved_steps_test_tells_what_wecom_answered(api_of, bob, step, wecom, dispatcher):
    answer = api_of(bob).post(f"/steps/{step.pk}/test-messages", {"sample": "failed"})

    told = answer.json()
    assert answer.status_code == 200
    assert (told["accepted"], told["http_status"], told["errcode"], told["errmsg"]) == (True, 200, 0, "ok")
    assert told["duration_ms"] >= 0
    assert told["meaning"]
    delivery = Delivery.objects.get(pk=told["delivery"])
    assert (delivery.is_test, delivery.step, delivery.event, delivery.state) == (True, step, None, "sent")
    (shown,) = wecom.messages()
    assert shown.content == told["messages"][0]["body"]["markdown"]["content"]


def test_an_unsaved_step_is_tested_as_it_is_typed(api_of, bob, draft, wecom, dispatcher):
    body = {"step": draft | {"custom_content": "draft only"}, "sample": "failed", "mention": False}

    told = api_of(bob).post("/steps/test-messages", body).json()

    assert told["accepted"] is True
    assert Delivery.objects.get(pk=told["delivery"]).step is None
    assert "draft only" in wecom.messages()[0].content
    (row,) = api_of(bob).get("/deliveries").json()["items"]
    assert (row["is_test"], row["step"], row["event"]) == (True, None, None)


def test_a_credentials_own_test(api_of, root, credential, wecom, dispatcher):
    told = api_of(root).post(f"/credentials/{credential.pk}/test-messages").json()

    assert told["accepted"] is True
    assert "Ops group" in wecom.messages()[0].content


def test_without_a_dispatcher_the_answer_is_202_with_the_reason(api_of, bob, step, monkeypatch):
    monkeypatch.setattr(test_messages, "WAIT_SECONDS", 0.05)

    answer = api_of(bob).post(f"/steps/{step.pk}/test-messages", {})

    assert answer.status_code == 202
    assert answer.json()["reason"]
    assert answer.json()["delivery"] == str(Delivery.objects.get().pk)


def test_a_bad_unsaved_step_is_400_and_sends_nothing(api_of, bob, draft):
    body = {"step": draft | {"events": []}, "sample": "failed"}

    assert api_of(bob).post("/steps/test-messages", body).status_code == 400
    assert not Delivery.objects.exists()


def test_too_many_tests_are_429_with_a_time(api_of, bob, step, monkeypatch):
    monkeypatch.setattr("notifications.delivery.test_limit.PER_MINUTE", 0)

    answer = api_of(bob).post(f"/steps/{step.pk}/test-messages", {"sample": "failed"})

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60


@pytest.mark.parametrize(("who", "code"), [("vera", 403), ("charlie", 404)])
def test_a_viewer_and_a_stranger_may_not_test(api_of, request, step, draft, credential, who, code):
    api = api_of(request.getfixturevalue(who))

    answers = [
        api.post(f"/steps/{step.pk}/test-messages", {"sample": "failed"}),
        api.post("/steps/test-messages", {"step": draft, "sample": "failed"}),
        api.post(f"/credentials/{credential.pk}/test-messages"),
    ]

    assert [answer.status_code for answer in answers] == [code] * 3
    assert not Delivery.objects.exists()
