"""A test goes the real way and tells what WeCom answered."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.contract

REFUSED = (
    200,
    (
        b'{"errcode":93000,"errmsg":"invalid webhook url, '
        b'hint: [1755605200056773468916791], from ip: 203.0.113.9"}'
    ),
)


def test_a_saved_steps_test_is_accepted(admin, step, robot, key):
    answer = admin("POST", f"/steps/{step['id']}/test-messages", {"sample": "failed"})

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["accepted"], told["http_status"], told["errcode"]) == (True, 200, 0)
    assert told["duration_ms"] >= 0
    assert len(robot.messages(key)) == 1


def test_an_unsaved_step_is_tested_too(admin, pipeline, credential, robot, key):
    step = {
        "pipeline": pipeline,
        "name": "Draft",
        "credential": credential["id"],
        "custom_content": "draft only",
    }

    answer = admin("POST", "/steps/test-messages", {"step": step, "sample": "failed", "mention": False})

    assert answer.json()["accepted"] is True
    assert "draft only" in robot.messages(key)[0]["markdown"]["content"]


def test_a_refusal_is_shown_as_it_is(admin, step, robot, key):
    robot.answers[key] = REFUSED

    told = admin("POST", f"/steps/{step['id']}/test-messages", {"sample": "failed"}).json()

    assert (told["accepted"], told["errcode"]) == (False, 93000)
    assert told["meaning"]
    assert told["advice"]
    assert "203.0.113.9" not in str(told)


def test_a_preview_is_the_message_to_the_byte(admin, pipeline, credential, step, robot, key):
    body = {"pipeline": pipeline, "name": "P", "credential": credential["id"]}

    shown = admin("POST", "/steps/preview", {"step": body, "sample": "failed"}).json()

    assert shown["problems"] == []
    assert shown["messages"][0]["msgtype"] == "markdown"
    content = shown["messages"][0]["body"]["markdown"]["content"]
    assert shown["messages"][0]["bytes"] == len(content.encode())
    assert shown["messages"][0]["limit"] == 4096


def test_a_credentials_own_test(admin, credential, robot, key):
    told = admin("POST", f"/credentials/{credential['id']}/test-messages").json()

    assert told["accepted"] is True
    assert len(robot.messages(key)) == 1
