"""Preview draws what the form would send, byte for byte, saves nothing and loses nothing."""

from __future__ import annotations

import html
import json

import pytest

from notifications.models import Step
from tests.pages.reading import errors_at, main, value


def shown(answer):
    return answer.context["previews"]


def test_the_message_is_drawn_with_its_bytes(as_user, bob, step, fill):
    answer = as_user(bob).post(f"/steps/{step.pk}/preview/", fill(content_fields=["branch"]))

    (message,) = shown(answer)
    assert answer.status_code == 200
    assert message.bytes == len(message.body["markdown"]["content"].encode())
    assert f"{message.bytes} / 4096 bytes" in main(answer)
    assert "Branch: main" in main(answer)


def test_the_exact_request_body_can_be_read(as_user, bob, step, fill):
    answer = as_user(bob).post(f"/steps/{step.pk}/preview/", fill(custom_content="**${BRANCH}** <&>"))

    (message,) = shown(answer)
    assert json.loads(message.text) == message.body
    assert html.escape(message.text) in answer.content.decode()


def test_it_is_what_the_delivery_will_be(as_user, bob, step, fill, report):
    form = fill(custom_content="on ${BRANCH}", mentions="lilei")
    as_user(bob).post(f"/steps/{step.pk}/", form)
    (delivery,) = report(branch="main", task="build").deliveries

    answer = as_user(bob).post(f"/steps/{step.pk}/preview/", form | {"sample": f"event:{delivery.event_id}"})

    (message,) = shown(answer)
    assert message.body == delivery.body
    assert message.bytes == delivery.content_bytes


def test_nothing_is_saved_and_nothing_typed_is_lost(as_user, bob, step, fill):
    typed = fill(name="New name", custom_content="  typed\n", task="x", mentions="lilei")

    answer = as_user(bob).post(f"/steps/{step.pk}/preview/", typed)

    step.refresh_from_db()
    assert (step.name, step.custom_content) == ("Failures", "")
    assert [value(answer, name) for name in ("name", "custom_content", "task", "mentions")] == [
        "New name", "  typed\n", "x", "lilei",
    ]  # fmt: skip
    assert "data-dirty>" in answer.content.decode()


def test_what_was_only_looked_at_is_not_called_changed(as_user, bob, step, fill):
    step.custom_content = "one\ntwo"
    step.save()

    answer = as_user(bob).post(f"/steps/{step.pk}/preview/", fill(custom_content="one\r\ntwo"))

    assert "data-dirty hidden>" in answer.content.decode()


def test_a_half_filled_form_is_drawn_without_complaints(as_user, bob, fill):
    half = fill(serves="", name="", credential="", events=None)

    answer = as_user(bob).post("/steps/preview/", half)

    assert answer.status_code == 200
    assert "Not saved yet." not in main(answer)
    assert "Pipeline: Online shop" in main(answer)
    assert not Step.objects.exists()


def test_what_is_required_stays_marked_after_a_preview(as_user, bob, fill):
    page = as_user(bob).post("/steps/preview/", fill(name="")).content.decode()

    assert '<input type="text" name="name" maxlength="100" required' in page


def test_unknown_names_are_drawn_marked_and_named_at_the_field(as_user, bob, fill):
    answer = as_user(bob).post("/steps/preview/", fill(custom_content="x ${BRANCHH}"))

    assert answer.status_code == 422
    assert '<span class="wecom-unknown">${BRANCHH}</span>' in answer.content.decode()
    assert errors_at(answer, "custom_content") == ["${BRANCHH} is not known. Did you mean ${BRANCH}?"]


def test_everybody_needs_a_second_message_and_the_page_says_why(as_user, bob, fill):
    answer = as_user(bob).post("/steps/preview/", fill(mentions="all"))

    first, second = shown(answer)
    assert (first.msgtype, second.msgtype) == ("markdown", "text")
    assert second.body["text"]["mentioned_list"] == ["@all"]
    assert "The second message: WeCom takes these mentions only in plain text." in main(answer)
    assert "@everyone" in main(answer)


@pytest.mark.parametrize("kind", ["markdown", "markdown_v2", "text"])
def test_every_message_type_has_its_own_limit(as_user, bob, fill, kind):
    answer = as_user(bob).post("/steps/preview/", fill(message_type=kind))

    (message,) = shown(answer)
    assert (message.msgtype, message.limit) == (kind, 2048 if kind == "text" else 4096)


def test_what_wecom_will_not_draw_is_said_in_the_readers_language(as_user, bob, fill, settings):
    settings.LANGUAGE_CODE = "en"
    answer = as_user(bob).post("/steps/preview/", fill(custom_content="| a | b |", language="zh-hans"))

    assert "A table does not exist in this message type and will be shown as typed." in main(answer)


def test_a_message_that_cannot_be_drawn_says_why(as_user, bob, fill):
    answer = as_user(bob).post("/steps/preview/", fill(message_type="html"))

    assert answer.status_code == 422
    assert "previews" not in answer.context
    assert errors_at(answer, "message_type")


def test_the_message_speaks_the_steps_language_and_not_the_pages(as_user, bob, fill):
    answer = as_user(bob).post("/steps/preview/", fill(language="zh-hans"))

    assert "任务名称：构建镜像" in main(answer)
    assert "Preview and test" in main(answer)
