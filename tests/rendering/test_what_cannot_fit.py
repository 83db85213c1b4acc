"""Titles, links and mentions too long to stand beside each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notifications.rendering import Layout, compose
from notifications.rendering.title import title_of
from notifications.vocabulary import MessageType, Status, sample_facts

FACTS = sample_facts(language="en")
CROWD = tuple(f"{'colleague.of.ours' * 3}{number:03d}" for number in range(90))


def test_mentions_that_do_not_fit_go_in_the_second_message():
    message, mention = compose(FACTS, Layout(language="en", mention_users=CROWD))

    assert "<@" not in message.content
    assert message.problems == ("The mentions do not fit beside the message and go in a second one.",)
    assert mention.body["text"]["mentioned_list"] == [*CROWD]
    assert (mention.part, mention.msgtype) == ("mention", "text")


def test_mentions_that_nearly_fill_a_message_leave_the_title_and_the_link():
    message, *rest = compose(
        FACTS, Layout(language="en", mention_users=CROWD[:65], custom_content="x" * 5000)
    )

    assert rest == []
    assert message.content.startswith(
        '### <font color="warning">Failed</font> · Online shop / Build image #1287\n'
    )
    assert FACTS.url in message.content
    assert message.content.count("<@") == 65
    assert message.bytes <= 4096


def test_a_link_that_does_not_fit_is_left_out_and_said():
    facts = replace(FACTS, url=f"https://ci.example.com/{'a' * 5000}")

    (message,) = compose(facts, Layout(language="en"))

    assert message.content.startswith(
        '### <font color="warning">Failed</font> · Online shop / Build image #1287\n'
    )
    assert message.bytes <= 4096
    assert "](" not in message.content
    assert message.problems == (
        "The run's link is too long and was left out.",
        "The message is longer than 4096 bytes and was cut.",
    )


@pytest.mark.parametrize("message_type", MessageType)
def test_endless_names_are_shortened_so_that_the_title_leaves_room(message_type):
    facts = replace(
        FACTS,
        status=Status.UNKNOWN,
        occurrence=None,
        status_text="s" * 9000,
        pipeline_name="п" * 9000,
        task="t" * 9000,
        run="1" * 9000,
    )

    (message,) = compose(facts, Layout(message_type=message_type))
    title = title_of(facts, Layout(), message_type)

    assert message.content.startswith(title)
    assert len(title.encode()) < 900
    assert message.bytes <= message.limit
