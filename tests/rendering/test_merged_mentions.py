"""Whom a merged message mentions: all whom one of its notifications asked for, and nobody else."""

from __future__ import annotations

import pytest

from notifications.rendering.merged_lines import Waiting
from notifications.rendering.merging import merge
from notifications.vocabulary import MessageType


def waiting(*users, everybody=False, dialect="markdown", language="en"):
    digest = {
        "occurrence": "failed", "status": "failed", "pipeline": "Web", "run": "7", "language": language,
        "mentions": {"users": users, "all": everybody},
    }  # fmt: skip
    return Waiting.read(digest, MessageType(dialect))


def messages(*newest_first, **how):
    return merge(newest_first, all_url="", **how).messages


MARKED = '### 2 notifications in one message · <font color="warning">Failed</font> 2\n'
LINE = '> <font color="warning">Failed</font> ×2 · Web #7'
ATTENTION = "Please take a look: 2 notifications in one message · ❌ Failed 2\n"


def test_markdown_mentions_the_union_each_once():
    (message,) = messages(waiting("lilei", "hanmeimei"), waiting("LiLei", "jim"))
    assert message.content == f"{MARKED}{LINE}\n<@lilei><@hanmeimei><@jim>"


def test_everybody_is_mentioned_by_a_second_text():
    message, second = messages(waiting("lilei"), waiting(everybody=True))
    assert message.content == f"{MARKED}{LINE}\n<@lilei>"
    assert (second.part, second.body) == (
        "mention",
        {"msgtype": "text", "text": {"content": ATTENTION, "mentioned_list": ["@all"]}},
    )


def test_markdown_v2_mentions_by_a_second_text():
    message, second = messages(*[waiting("lilei", dialect="markdown_v2", everybody=True)] * 2)
    assert "lilei" not in message.content
    assert second.body["text"] == {"content": ATTENTION, "mentioned_list": ["lilei", "@all"]}


CALLS = {
    "zh-hans": "请相关同事关注：2 条通知合并为一条 · ❌ 失败 2\n",
    "en": "Please take a look: 2 notifications in one message · ❌ Failed 2\n",
    "ru": "Обратите внимание: Уведомлений в одном сообщении: 2 · ❌ Ошибка 2\n",
}


@pytest.mark.parametrize("language", CALLS)
def test_the_second_text_speaks_the_language_of_the_message(language):
    _, second = messages(*[waiting(everybody=True, language=language)] * 2)
    assert second.body["text"] == {"content": CALLS[language], "mentioned_list": ["@all"]}


def test_text_carries_its_own_list():
    (message,) = messages(*[waiting("lilei", dialect="text", everybody=True)] * 2)
    assert message.body["text"] == {
        "content": "2 notifications in one message · ❌ Failed 2\n❌ Failed ×2 · Web #7\n",
        "mentioned_list": ["lilei", "@all"],
    }


def test_too_many_for_the_message_are_mentioned_by_a_second_text():
    people = [f"person-{number:03}" for number in range(120)]
    message, second = messages(*[waiting(*people)] * 2)
    assert message.content == f"{MARKED}{LINE}"
    assert second.body["text"]["mentioned_list"] == people


@pytest.mark.parametrize("name", ["李雷", "all", "a>b", "x y", ""])
def test_what_is_no_user_id_mentions_nobody(name):
    (message,) = messages(waiting(name), waiting(name))
    assert message.content == f"{MARKED}{LINE}"


def test_nobody_is_mentioned_where_that_was_not_wanted():
    (message,) = messages(*[waiting("lilei", everybody=True)] * 2, mention=False)
    assert message.content == f"{MARKED}{LINE}"
