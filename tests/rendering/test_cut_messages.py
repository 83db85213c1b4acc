"""Messages that would be too long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notifications.rendering import Layout, compose
from notifications.vocabulary import MessageType, sample_facts

FACTS = sample_facts(language="en")
URL = FACTS.url
TITLE = '### <font color="warning">Failed</font> · Online shop / Build image #1287'
MARK = "… (too long, cut here)"


def rendered(custom: str = "", facts=FACTS, **layout):
    return compose(
        facts, Layout(**{"language": "en", "content_fields": (), "custom_content": custom, **layout})
    )[0]


def text_of(message_type: MessageType, size: int) -> str:
    title = {MessageType.MARKDOWN: TITLE}.get(message_type, "❌ Failed · Online shop / Build image #1287")
    prefix = "### " if message_type is MessageType.MARKDOWN_V2 else ""
    return "a" * (size - len(f"{prefix}{title}\n".encode()))


@pytest.mark.parametrize("message_type", MessageType)
def test_a_message_of_exactly_the_limit_arrives_whole(message_type):
    text = text_of(message_type, message_type.max_bytes)

    message = rendered(text, message_type=message_type)

    assert message.bytes == message.limit
    assert message.content.endswith(f"\n{text}")
    assert message.problems == ()


@pytest.mark.parametrize("message_type", MessageType)
def test_one_byte_more_is_cut_says_so_and_keeps_the_link(message_type):
    message = rendered(text_of(message_type, message_type.max_bytes + 1), message_type=message_type)

    link = URL if message_type is MessageType.TEXT else f"[Open the run]({URL})"
    assert message.bytes <= message.limit
    assert message.limit - message.bytes < 40
    assert message.content.endswith(f"aaaa{MARK}\n{link}")
    assert message.problems == (f"The message is longer than {message.limit} bytes and was cut.",)


def test_chinese_is_counted_in_bytes_and_cut_between_characters():
    message = rendered("汉" * 1366, language="zh-hans")

    assert message.bytes <= 4096
    assert message.content.endswith(f"汉汉…（内容过长，已截断）\n[查看详情]({URL})")


def test_title_link_and_mentions_are_never_cut():
    message = rendered("x" * 9000, mention_users=("lilei", "hanmeimei"))

    assert message.content.startswith(f"{TITLE}\nxxx")
    assert message.content.endswith(f"xxx{MARK}\n[Open the run]({URL})\n<@lilei><@hanmeimei>")
    assert message.bytes <= 4096


def test_the_link_is_not_repeated_when_a_field_shows_it():
    message = rendered("x" * 9000, content_fields=("task_url",))

    assert message.content.count(URL) == 1
    assert message.content.endswith(f"xxx{MARK}")


def test_a_long_value_is_shortened_before_anything_else_is_lost():
    facts = replace(FACTS, failure_reason="е" * 3000)

    message = rendered("the end", facts, content_fields=("failure_reason", "branch"))

    assert message.content.endswith(f"ее…\n\nthe end\n[Open the run]({URL})")
    assert 4096 - 2 <= message.bytes <= 4096


def test_the_longest_values_are_shortened_to_one_length():
    facts = replace(FACTS, failure_reason="q" * 9000, commit_message="j" * 2500, branch="z" * 200)

    message = rendered("", facts, content_fields=("branch", "commit_message", "failure_reason"))

    assert "z" * 200 in message.content
    assert message.content.count("j") == message.content.count("q") > 1500
    assert 4096 - 4 <= message.bytes <= 4096


def test_many_lines_are_cut_at_the_end_of_one():
    message = rendered("\n".join(f"line {number:04d}" for number in range(600)))

    *_, last, mark, link = message.content.split("\n")
    assert last.startswith("line 0")
    assert len(last) == len("line 0000")
    assert (mark, link) == (MARK, f"[Open the run]({URL})")


def test_without_a_link_there_is_only_the_mark():
    assert rendered("x" * 9000, replace(FACTS, url="")).content.endswith(f"xxx{MARK}")
