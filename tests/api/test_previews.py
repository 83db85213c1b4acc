from __future__ import annotations

import pytest

from notifications.models import Delivery, Step

pytestmark = pytest.mark.django_db

FAILED = {"run": "7", "status": "failed", "task": "Build", "branch": "main"}


@pytest.fixture
def draft(web):
    return {"pipeline": "shop/web", "name": "Draft", "language": "en"}


def content(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["messages"][0]["body"]["markdown"]["content"]


def test_a_preview_is_the_exact_message_and_its_bytes(api_of, vera, draft):
    shown = api_of(vera, "read").post("/steps/preview", {"step": draft, "sample": "succeeded"}).json()

    (message,) = shown["messages"]
    text = message["body"]["markdown"]["content"]
    assert (message["msgtype"], message["limit"]) == ("markdown", 4096)
    assert message["bytes"] == len(text.encode())
    assert "Web portal" in text
    assert shown["problems"] == []


def test_a_preview_stores_nothing(api_of, bob, draft):
    api_of(bob).post("/steps/preview", {"step": draft, "sample": "failed"})

    assert not Step.objects.exists()
    assert not Delivery.objects.exists()


def test_a_stored_event_is_shown(api_of, bob, ci, draft):
    event = ci.post("/events", FAILED | {"triggered_by": "hanmeimei"}).json()

    assert "hanmeimei" in content(api_of(bob).post("/steps/preview", {"step": draft, "event": event["id"]}))


def test_the_body_of_an_event_is_shown_too(api_of, bob, draft):
    body = {"step": draft | {"custom_content": "${BRANCH} ${RUN_URL}"}, "event": FAILED}

    assert content(api_of(bob).post("/steps/preview", body)).endswith("main ")


def test_a_bad_body_of_an_event_is_named(api_of, bob, draft):
    answer = api_of(bob).post("/steps/preview", {"step": draft, "event": {"run": "1"}})

    assert answer.json()["errors"] == [{"field": "event.status", "message": "This is required."}]


def test_without_either_the_first_chosen_event_is_made_up(api_of, bob, draft):
    shown = content(api_of(bob).post("/steps/preview", {"step": draft | {"events": ["started"]}}))

    assert "Started" in shown


def test_unknown_names_are_a_problem_and_no_error(api_of, bob, draft):
    body = {"step": draft | {"custom_content": "${BRANCHH}"}, "sample": "failed"}

    shown = api_of(bob).post("/steps/preview", body).json()

    assert "custom_content: ${BRANCHH} is not known. Did you mean ${BRANCH}?" in shown["problems"]
    assert "${BRANCHH}" in shown["messages"][0]["body"]["markdown"]["content"]


def test_mentions_that_need_a_second_message_are_shown(api_of, bob, draft):
    body = {"step": draft | {"mentions": {"all": True}}, "sample": "failed"}

    shown = api_of(bob).post("/steps/preview", body).json()

    assert [message["msgtype"] for message in shown["messages"]] == ["markdown", "text"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sample": "exploded"}, "sample"),
        ({"sample": "failed", "event": "1"}, "sample"),
        ({"step": {"message_type": "news"}}, "message_type"),
        ({"step": {"content_fields": ["x"]}}, "content_fields"),
    ],
)
def test_what_cannot_be_drawn_is_400(api_of, bob, draft, change, field):
    body = {"step": draft | change.get("step", {})} | {k: v for k, v in change.items() if k != "step"}

    answer = api_of(bob).post("/steps/preview", body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


def test_an_event_of_another_team_is_404(api_of, root, ci, other, draft):
    event = ci.post("/events", FAILED).json()
    other.pipelines.create(identifier="theirs", name="Theirs")
    foreign = draft | {"pipeline": "other/theirs"}

    assert api_of(root).post("/steps/preview", {"step": foreign, "event": event["id"]}).status_code == 404


def test_a_stranger_gets_404(api_of, charlie, draft):
    assert api_of(charlie).post("/steps/preview", {"step": draft}).status_code == 404
