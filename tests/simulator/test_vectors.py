"""The twenty vectors of the protocol notes, §10.3, in their order."""

from __future__ import annotations

import base64
import hashlib

import pytest

OK = (0, "ok")
BAD_KEY = (93000, "invalid webhook url")
BAD_TYPE = (40008, "invalid message type")
TEXT = {"msgtype": "text", "text": {"content": "hi"}}
PIXEL = b"\x89PNG\r\n\x1a\nrest"


def test_01_a_valid_text_gets_the_exact_27_bytes(robot):
    reply = robot.call(b'{"msgtype":"text","text":{"content":"hi"}}')
    assert (reply.status, reply.body) == (200, b'{"errcode":0,"errmsg":"ok"}')
    assert reply.content_type == "application/json; charset=UTF-8"


def test_02_no_key_is_an_invalid_webhook(robot):
    assert robot.answer(TEXT, query="") == BAD_KEY


def test_03_a_full_url_as_key_is_an_invalid_webhook(robot):
    address = f"key=https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={robot.key}"
    assert robot.answer(TEXT, query=address) == BAD_KEY


def test_04_the_msgtype_is_lower_case(robot):
    assert robot.answer({"msgtype": "Markdown", "markdown": {"content": "hi"}}) == BAD_TYPE


def test_05_the_msgtype_is_spelt_as_one_word(robot):
    assert robot.answer({"msg_type": "text", "text": {"content": "hi"}}) == BAD_TYPE


def test_06_an_empty_text_is_refused(robot):
    assert robot.content("text", "") == (44004, "empty content")


def test_07_an_empty_text_with_a_mention_is_accepted(robot):
    assert robot.content("text", "", mentioned_list=["@all"]) == OK
    assert robot.shown[0].mentions.everyone


@pytest.mark.parametrize("msgtype", ["markdown", "markdown_v2"])
def test_08_markdown_takes_4096_bytes_and_no_more(robot, msgtype):
    words = f"{msgtype}.content exceed max length 4096. invalid Request Parameter"
    assert robot.content(msgtype, "a" * 4096) == OK
    assert robot.content(msgtype, "a" * 4097) == (40058, words)
    assert [message.bytes_used for message in robot.shown] == [4096]


def test_09_bytes_are_counted_not_characters(robot):
    assert robot.content("markdown", "汉" * 1365) == OK
    assert robot.content("markdown", "汉" * 1366)[0] == 40058


def test_10_the_object_is_named_like_the_type(robot):
    message = {"msgtype": "markdown_v2", "markdown": {"content": "hi"}}
    assert robot.answer(message) == (44004, "empty content")


def test_11_a_form_content_type_gets_415_without_a_body(robot):
    reply = robot.call(b"{}", content_type="application/x-www-form-urlencoded; charset=UTF-8")
    assert (reply.status, reply.body) == (415, b"")


def test_12_broken_json_is_warned_about(robot):
    refused = (40008, "Warning: wrong json format. invalid message type")
    assert robot.answer(b'{"msgtype":"text",') == refused
    assert robot.answer("中".encode("gbk")) == refused
    assert robot.answer(b'["msgtype"]') == refused
    assert robot.answer(b'{"msgtype":"text","text":{"content":"\\ud800"}}') == refused


def test_13_the_21st_message_in_a_minute_waits_for_the_first_to_be_60_s_old(robot):
    assert [robot.content("text", "hi") for _ in range(20)] == [OK] * 20
    robot.now += 59
    assert robot.content("text", "hi") == (45009, "api freq out of limit")
    robot.now += 1
    assert robot.content("text", "hi") == OK


def test_14_mention_lists_do_nothing_in_markdown(robot):
    assert robot.content("markdown", "hi", mentioned_list=["lilei", "@all"]) == OK
    assert not robot.shown[0].mentions


def test_15_inline_mentions_do_nothing_in_markdown_v2(robot):
    assert robot.content("markdown_v2", "hi <@u>") == OK
    assert not robot.shown[0].mentions
    assert robot.shown[0].raw_shown == ("mention",)


def test_16_an_image_with_a_wrong_md5_is_refused(robot):
    image = {"base64": base64.b64encode(PIXEL).decode(), "md5": "0" * 32}
    assert robot.answer({"msgtype": "image", "image": image}) == (301019, "media md5 not match")
    image["md5"] = hashlib.md5(PIXEL).hexdigest()
    assert robot.answer({"msgtype": "image", "image": image}) == OK


def test_17_a_card_needs_an_action(robot):
    card = {"card_type": "text_notice", "main_title": {"title": "t"}}
    assert robot.answer({"msgtype": "template_card", "template_card": card}) == (42045, "invalid card_action")


def test_18_an_empty_upload_is_refused_before_its_key(robot):
    path = "/cgi-bin/webhook/upload_media"
    assert robot.answer(b"", path=path, query="key=wrong&type=file") == (44001, "empty media data")


def test_19_a_media_id_belongs_to_the_key_that_uploaded_it(robot):
    body = b'--b\r\nContent-Disposition: form-data; name="media"; filename="a.log"\r\n\r\n123456\r\n--b--\r\n'
    robot.exchange.groups.add_robot(group="other", key="other-robot")
    upload = robot.call(
        body,
        path="/cgi-bin/webhook/upload_media",
        query="key=other-robot&type=file",
        content_type="multipart/form-data; boundary=b",
    )
    media_id = upload.body.decode().partition('"media_id":"')[2].partition('"')[0]
    file = {"msgtype": "file", "file": {"media_id": media_id}}
    assert robot.answer(file) == (40007, "invalid media_id")
    assert robot.answer(file, query="key=other-robot") == OK


def test_20_garbage_is_200_and_html(wecom, post):
    wecom.script("garbage")
    answer = post()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert wecom.messages() == []
