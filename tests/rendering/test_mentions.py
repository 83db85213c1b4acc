"""Whom a message mentions, and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notifications.rendering import Layout, compose
from notifications.vocabulary import MessageType, sample_facts

FACTS = sample_facts(language="en")
TITLE = '### <font color="warning">Failed</font> · Online shop / Build image #1287'
ATTENTION = "Please take a look: ❌ Failed · Online shop / Build image #1287\n"


def messages(facts=FACTS, **layout):
    layout = {"content_fields": (), "language": "en", **layout}
    return [(message.part, message.body) for message in compose(facts, Layout(**layout))]


def markdown(content: str):
    return ("message", {"msgtype": "markdown", "markdown": {"content": content}})


def mention(*ids: str):
    text = {"content": ATTENTION, "mentioned_list": [*ids]}
    return ("mention", {"msgtype": "text", "text": text})


def test_markdown_mentions_people_in_its_last_line():
    assert messages(mention_users=("lilei", "han.mei-mei_2")) == [
        markdown(f"{TITLE}\n<@lilei><@han.mei-mei_2>")
    ]


def test_everybody_is_mentioned_by_a_second_message_of_text():
    assert messages(mention_all=True) == [markdown(TITLE), mention("@all")]


def test_people_stay_inline_when_everybody_is_mentioned_too():
    assert messages(mention_users=("lilei",), mention_all=True) == [
        markdown(f"{TITLE}\n<@lilei>"),
        mention("@all"),
    ]


@pytest.mark.parametrize("word", ["all", "@all", "ALL", " @All "])
def test_all_among_the_people_means_everybody(word):
    assert messages(mention_users=(word,)) == [markdown(TITLE), mention("@all")]


def test_markdown_v2_mentions_everyone_by_the_second_message():
    first, second = messages(mention_users=("lilei",), mention_all=True, message_type=MessageType.MARKDOWN_V2)

    assert first[1]["markdown_v2"] == {"content": "### ❌ Failed · Online shop / Build image #1287"}
    assert second == mention("lilei", "@all")


def test_text_carries_its_own_list_and_ends_its_last_line():
    text = {"content": "❌ Failed · Online shop / Build image #1287\n", "mentioned_list": ["lilei", "@all"]}

    assert messages(mention_users=("lilei",), mention_all=True, message_type=MessageType.TEXT) == [
        ("message", {"msgtype": "text", "text": text})
    ]


def test_nobody_is_mentioned_twice_whatever_the_case():
    users = ("lilei", "hanmeimei", "LiLei", "lilei")

    assert messages(mention_users=users, mention_trigger_user=True) == [
        markdown(f"{TITLE}\n<@lilei><@hanmeimei>")
    ]


@pytest.mark.parametrize(
    ("triggered_by", "author", "mentioned"),
    [
        ("lilei", "hanmeimei", "\n<@lilei>"),
        ("李雷", "hanmeimei", "\n<@hanmeimei>"),
        ("", "hanmeimei", "\n<@hanmeimei>"),
        ("all", "@all", ""),
        ("lilei><@boss", "dependabot[bot]", ""),
        ("a" * 65, "x\nboss", ""),
    ],
)
def test_who_triggered_the_run_is_mentioned_when_that_can_be_a_user_id(triggered_by, author, mentioned):
    facts = replace(FACTS, triggered_by=triggered_by, author=author)

    assert messages(facts, mention_trigger_user=True) == [markdown(TITLE + mentioned)]


def test_what_is_no_user_id_is_left_out_and_said():
    (message,) = compose(
        FACTS, Layout(mention_users=("lilei", "李雷", "a b"), language="en", content_fields=())
    )

    assert message.content == f"{TITLE}\n<@lilei>"
    assert message.problems == (
        "“李雷” is no WeCom user_id and is not mentioned.",
        "“a b” is no WeCom user_id and is not mentioned.",
    )


def test_a_person_who_triggered_the_run_and_cannot_be_mentioned_is_said():
    facts = replace(FACTS, triggered_by="李雷", author="a@example.com")

    (message,) = compose(facts, Layout(language="en", mention_trigger_user=True))

    assert message.problems == ("“李雷” is no WeCom user_id and is not mentioned.",)


@pytest.mark.parametrize("message_type", MessageType)
@pytest.mark.parametrize("text", ["<@${AUTHOR}>", "<${AUTHOR}>", "<@han${AUTHOR}>", "<${COMMENT}${AUTHOR}>"])
def test_a_value_never_becomes_a_mention_of_the_authors_text(message_type, text):
    for author in ("boss", "@boss", "<@boss>", "all"):
        facts = replace(FACTS, author=author)
        (message,) = compose(facts, Layout(custom_content=text, message_type=message_type))
        assert "<@" not in message.content


def test_two_values_side_by_side_never_make_a_mention():
    facts = replace(FACTS, branch="<", author="@boss>")

    (message,) = compose(facts, Layout(custom_content="${BRANCH}${AUTHOR}", message_type=MessageType.TEXT))

    assert message.content.endswith("＜@boss>")


def test_a_mention_the_author_wrote_whole_is_kept():
    assert messages(custom_content="ask <@lilei>") == [markdown(f"{TITLE}\nask <@lilei>")]
