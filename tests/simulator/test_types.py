"""Message types beyond text and markdown, and uploads."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

OK = (0, "ok")
ROWS = "horizontal_content_list"
PARTS = "vertical_content_list"
CARD = {
    "card_type": "text_notice",
    "main_title": {"title": "t"},
    "card_action": {"type": 1, "url": "https://a"},
}
NEWS_CARD = {**CARD, "card_type": "news_notice", "card_image": {"url": "https://a/i.png"}}
NULL_PICTURE = "news.articles.picurl. invalid Request Parameter"
BAD_CARDS = [
    ({"card_type": "button"}, 42031, "invalid card_type"),
    ({**CARD, "main_title": {}}, 42033, "missing title"),
    ({**NEWS_CARD, "main_title": {}, "sub_title_text": "s"}, 42033, "missing title"),
    ({**NEWS_CARD, "card_image": {}}, 42044, "missing card_image.url"),
    ({**CARD, "card_action": {"type": 3}}, 42045, "invalid card_action"),
    ({**CARD, "card_action": {"type": 1}}, 42028, "missing url"),
    ({**CARD, "card_action": {"type": 2}}, 42030, "missing appid"),
    ({**CARD, "quote_area": {"type": 1}}, 42028, "missing url"),
    ({**CARD, "image_text_area": {"type": 0}}, 42028, "missing image_text_area.image_url"),
    ({**CARD, ROWS: [{"keyname": "k"}] * 7}, 42035, f"{ROWS} size out of limit"),
    ({**CARD, ROWS: [{"value": "v"}]}, 42027, "missing keyname"),
    ({**CARD, ROWS: [{"keyname": "k", "type": 3}]}, 42050, "missing userid"),
    ({**CARD, ROWS: [{"keyname": "k", "type": 2}]}, 42029, "missing media_id"),
    ({**NEWS_CARD, PARTS: [{"title": "t"}] * 5}, 42036, f"{PARTS} size out of limit"),
    ({**NEWS_CARD, PARTS: ["t"]}, 42033, "missing title"),
    ({**CARD, "jump_list": [{"title": "t"}] * 4}, 42042, "jump_list size out of limit"),
    ({**CARD, "jump_list": [{"title": "t", "type": 1}]}, 42028, "missing url"),
]  # fmt: skip


@pytest.mark.parametrize("card", [CARD, NEWS_CARD, {**CARD, "main_title": {}, "sub_title_text": "s"}])
def test_a_card_by_the_rules_is_accepted(robot, card):
    assert robot.answer({"msgtype": "template_card", "template_card": {**card, "jump_list": []}}) == OK


@pytest.mark.parametrize(("card", "errcode", "words"), BAD_CARDS)
def test_a_card_against_a_rule_is_refused(robot, card, errcode, words):
    assert robot.answer({"msgtype": "template_card", "template_card": card}) == (errcode, words)


@pytest.mark.parametrize(
    ("articles", "answer"),
    [
        ([], (44004, "empty content")),
        ([{"title": "t", "url": "u"}] * 9, (45008, "article size out of limit")),
        ([{"url": "u"}], (41016, "missing title")),
        (["t"], (41016, "missing title")),
        ([{"title": "t"}], (41010, "missing url")),
        ([{"title": "t", "url": "u", "picurl": None}], (40058, NULL_PICTURE)),
        ([{"title": "t", "url": "u"}] * 8, OK),
    ],
)  # fmt: skip
def test_news_have_one_to_eight_whole_articles(robot, articles, answer):
    assert robot.answer({"msgtype": "news", "news": {"articles": articles}}) == answer


def test_a_long_title_is_cut_silently_between_characters(robot):
    article = {"title": "题" * 60, "description": "d" * 600, "url": "u"}
    assert robot.answer({"msgtype": "news", "news": {"articles": [article]}}) == OK
    kept = robot.shown[0].body["news"]["articles"][0]
    assert (kept["title"], kept["description"]) == ("题" * 42, "d" * 512)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * 2 * 1024 * 1024])
def test_an_image_is_a_small_jpg_or_png(robot, content):
    md5 = hashlib.md5(content).hexdigest()
    image = {"base64": base64.b64encode(content).decode(), "md5": md5}
    assert robot.answer({"msgtype": "image", "image": image}) == (40009, "invalid image size")


def test_base64_with_a_prefix_is_refused(robot):
    image = {"base64": "data:image/png;base64,AAAA", "md5": "0" * 32}
    assert robot.answer({"msgtype": "image", "image": image}) == (40009, "invalid image size")


@pytest.mark.parametrize("msgtype", ["file", "voice"])
def test_a_file_needs_a_media_id(robot, msgtype):
    assert robot.answer({"msgtype": msgtype, msgtype: {}}) == (41006, "media_id missing")
    assert robot.answer({"msgtype": msgtype, msgtype: {"media_id": "x"}}) == (40007, "invalid media_id")


def upload(robot, content, *, media_type="file", key=None):
    body = b'--b\r\nContent-Disposition: form-data; name="media"; filename="a.log"\r\n\r\n' + content
    return json.loads(
        robot.call(
            body + b"\r\n--b--\r\n",
            path="/cgi-bin/webhook/upload_media",
            query=f"key={key or robot.key}&type={media_type}",
            content_type="multipart/form-data; boundary=b",
        ).body
    )


def test_an_upload_gives_an_id_good_for_three_days(robot):
    answer = upload(robot, b"\r\n--x--\r\n")
    assert (answer["errcode"], answer["type"], answer["created_at"]) == (0, "file", "1795000000")
    message = {"msgtype": "file", "file": {"media_id": answer["media_id"]}}
    assert robot.answer(message) == OK
    robot.now += 3 * 24 * 3600
    assert robot.answer(message) == (40007, "invalid media_id")


@pytest.mark.parametrize(
    ("content", "media_type", "key", "errcode"),
    [
        (b"123456", "file", "nobody", 93000),
        (b"123456", "image", None, 40005),
        (b"12345", "file", None, 40006),
        (b"0" * (2 * 1024 * 1024 + 1), "voice", None, 40006),
        (b"123456", "voice", None, 301017),
        (b"#!AMR\n", "voice", None, 0),
    ],
)
def test_an_upload_is_checked_in_order(robot, content, media_type, key, errcode):
    assert upload(robot, content, media_type=media_type, key=key)["errcode"] == errcode


def test_a_disabled_robot_says_so(robot):
    robot.exchange.groups.stand(robot.key, "disabled")
    assert robot.content("text", "hi") == (93004, "robot is disabled")
    robot.exchange.groups.stand(robot.key, "removed")
    assert robot.content("text", "hi") == (93000, "invalid webhook url")
