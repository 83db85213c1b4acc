from __future__ import annotations

import pytest

from simulator.options import BrokenJson, CheckOrder, RateWindow

OK = (0, "ok")
TOO_OFTEN = (45009, "api freq out of limit")


def test_the_observed_text_limit_is_5120_bytes(robot_with):
    robot = robot_with(text_max_bytes=5120)
    words = "text.content exceed max length 5120. invalid Request Parameter"
    assert robot.content("text", "a" * 5120) == OK
    assert robot.content("text", "a" * 5121) == (40058, words)


def test_the_documented_text_limit_is_2048_bytes(robot):
    words = "text.content exceed max length 2048. invalid Request Parameter"
    assert robot.content("text", "a" * 2048) == OK
    assert robot.content("text", "a" * 2049) == (40058, words)


def test_a_form_content_type_can_be_taken_as_before(robot_with):
    robot = robot_with(refuse_form_content_type=False)
    body = b'{"msgtype":"text","text":{"content":"hi"}}'
    assert robot.answer(body, content_type="application/x-www-form-urlencoded") == OK


def test_a_lenient_server_keeps_the_fields_it_understood(robot_with):
    robot = robot_with(broken_json=BrokenJson.LENIENT)
    refused = (44004, "Warning: wrong json format. empty content")
    assert robot.answer('{"msgtype":"text","text":{"content":"中"}}'.encode("gbk")) == refused


@pytest.mark.parametrize(
    ("order", "errcode"), [(CheckOrder.KEY_FIRST, 93000), (CheckOrder.BODY_FIRST, 40008)]
)
def test_a_bad_key_with_a_bad_body_shows_the_order(robot_with, order, errcode):
    assert robot_with(check_order=order).answer({}, query="key=nobody")[0] == errcode


def test_body_first_still_checks_the_key(robot_with):
    robot = robot_with(check_order=CheckOrder.BODY_FIRST)
    text = {"msgtype": "text", "text": {"content": "hi"}}
    assert robot.answer(text, query="key=nobody") == (93000, "invalid webhook url")


@pytest.mark.parametrize(("strict", "errcode"), [(False, 40008), (True, 40058)])
def test_a_get_has_no_body(robot_with, strict, errcode):
    robot = robot_with(get_is_invalid_parameter=strict)
    assert robot.answer({"msgtype": "text", "text": {"content": "hi"}}, method="GET")[0] == errcode


def test_a_fixed_window_starts_anew_with_the_calendar_minute(robot_with):
    robot = robot_with(rate_window=RateWindow.FIXED, messages_per_minute=2)
    robot.now = 60 * 1000 + 58
    assert [robot.content("text", "hi") for _ in range(3)] == [OK, OK, TOO_OFTEN]
    robot.now += 2
    assert robot.content("text", "hi") == OK


def test_a_block_lasts_60_s_from_the_refusal(robot_with):
    robot = robot_with(rate_window=RateWindow.BLOCK, messages_per_minute=2)
    assert [robot.content("text", "hi") for _ in range(3)] == [OK, OK, TOO_OFTEN]
    robot.now += 59
    assert robot.content("text", "hi") == TOO_OFTEN
    robot.now += 1
    assert robot.content("text", "hi") == OK


def test_refused_calls_can_prolong_a_block(robot_with):
    robot = robot_with(rate_window=RateWindow.BLOCK, messages_per_minute=1, refused_calls_count=True)
    assert [robot.content("text", "hi") for _ in range(2)] == [OK, TOO_OFTEN]
    robot.now += 59
    assert robot.content("text", "hi") == TOO_OFTEN
    robot.now += 59
    assert robot.content("text", "hi") == TOO_OFTEN


@pytest.mark.parametrize(("counts", "answer"), [(False, OK), (True, TOO_OFTEN)])
def test_refused_calls_can_count(robot_with, counts, answer):
    robot = robot_with(messages_per_minute=2, refused_calls_count=counts)
    for _ in range(2):
        assert robot.content("text", "") == (44004, "empty content")
    assert robot.content("text", "hi") == answer


def test_debug_takes_five_a_minute(robot):
    text = {"msgtype": "text", "text": {"content": "hi"}}
    answers = [robot.answer(text, query=f"key={robot.key}&debug=1") for _ in range(6)]
    assert answers == [OK] * 5 + [TOO_OFTEN]


def test_lists_can_mention_in_markdown(robot_with):
    robot = robot_with(lists_mention_in_markdown=True)
    robot.content("markdown", "hi", mentioned_list=["lilei"], mentioned_mobile_list=["@all"])
    assert (robot.shown[0].mentions.people, robot.shown[0].mentions.everyone) == (("lilei",), True)


@pytest.mark.parametrize("pings", [False, True])
def test_at_all_in_content_is_disputed(robot_with, pings):
    robot = robot_with(at_all_in_content_mentions=pings)
    robot.content("markdown", "hi <@all>")
    assert robot.shown[0].mentions.everyone is pings


def test_an_empty_text_with_mentions_can_be_refused(robot_with):
    robot = robot_with(accept_empty_text_with_mentions=False)
    assert robot.content("text", "", mentioned_list=["@all"]) == (44004, "empty content")
