"""Whatever a source sends: within the limit, valid, nobody mentioned unasked, markup unbroken.

The invariants are told from the outside, without the renderer's own code.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notifications.rendering import Layout, compose
from notifications.vocabulary import FIELD_NAMES, LANGUAGES, MessageType, Status, sample_facts

pytestmark = pytest.mark.asvs("V1.3.3")

TEMPLATE = """\
**${COMMIT_TITLE}** by `${AUTHOR}` ${COMMIT_MESSAGE}
${COMMIT_MESSAGE}
> <font color="comment">${BRANCH}</font> ${IMAGE}
[log](${RUN_URL}) [tree](https://git.example.com/tree/${BRANCH}) [${COMMIT_TITLE}](https://git.example.com)
${AUTHOR}${BRANCH}${TRIGGERED_BY}
end"""
V2_TEMPLATE = (
    TEMPLATE.replace('<font color="comment">', "").replace("</font>", "") + "\n```\n${COMMIT_MESSAGE}\n```"
)
ALLOWED_TAG = re.compile(r'<font color="(?:info|warning|comment)">|</font>|<@(?:lilei|hanmeimei)>')
LINK = re.compile(r"\[[^\[\]\n]*\]\((?:https?://[^\s()<>\[\]`*]*)?\)")
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def assert_sendable(message) -> None:
    """Hold the limits of the robot and of UTF-8."""
    encoded = message.content.encode("utf-8")
    assert 0 < len(encoded) == message.bytes <= message.limit
    assert not FORBIDDEN.search(message.content)
    assert message.body[message.msgtype]["content"] == message.content


def assert_unbroken_markdown(message) -> None:
    """Hold that only the layout's own markup is there, all of it closed."""
    content = message.content
    links_gone = LINK.sub("", content)
    assert "[" not in links_gone
    assert "](" not in links_gone
    without_tags = ALLOWED_TAG.sub("", content)
    quotes_gone = re.sub(r"^> ?", "", without_tags, flags=re.MULTILINE)
    assert not {"<", ">"} & {*quotes_gone}
    assert content.count("<font") == content.count("</font>")
    without_fences = re.sub(r"^```$", "", content, flags=re.MULTILINE)
    assert all(line.count("`") % 2 == 0 for line in without_fences.split("\n"))
    assert all(line.count("**") % 2 == 0 for line in without_fences.split("\n"))
    assert content.count("```") % 2 == 0


def facts_with(value: str):
    facts = sample_facts()
    names = (
        "pipeline_name",
        "stage_name",
        "task",
        "triggered_by",
        "trigger_type",
        "repository",
        "branch",
        "commit",
    )
    more = ("commit_message", "author", "failure_reason", "url", "run", "status_text", "pull_request_title")
    return replace(facts, variables={"IMAGE": value}, **dict.fromkeys((*names, *more), value))


def hold(value: str, message_type: MessageType, language: str = "en", *, is_unknown: bool = True) -> None:
    text = V2_TEMPLATE if message_type is MessageType.MARKDOWN_V2 else TEMPLATE
    layout = Layout(
        content_fields=FIELD_NAMES,
        custom_content=text,
        message_type=message_type,
        language=language,
        mention_users=("lilei", "hanmeimei"),
    )
    facts = facts_with(value)
    if is_unknown:
        facts = replace(facts, occurrence=None, status=Status.UNKNOWN)
    message, *rest = compose(facts, layout)
    for each in (message, *rest):
        assert_sendable(each)
    assert message.content.count("<@") == (2 if message_type is MessageType.MARKDOWN else 0)
    if message_type is not MessageType.TEXT:
        assert_unbroken_markdown(message)


@pytest.mark.parametrize("message_type", MessageType)
@pytest.mark.parametrize("corpus", ["commit_messages", "branch_names", "naughty_strings"])
def test_real_texts_do_no_harm(corpus, message_type, request):
    for value in request.getfixturevalue(corpus):
        hold(value, message_type)


def test_texts_made_to_harm_do_not(attacks):
    for value, message_type in zip(attacks, cycle(MessageType), strict=False):
        hold(value, message_type)


HOSTILE = st.text(st.sampled_from("<@>[]()`*|#-_~!\\ \n\r\u2028\u202e\x00\ud800a汉👩‍💻🇨🇳é$"), max_size=3000)
ANY_TEXT = st.one_of(HOSTILE, st.text(max_size=3000), st.text(max_size=40).map(lambda text: text * 200))


@given(ANY_TEXT, st.sampled_from(MessageType), st.sampled_from(LANGUAGES), st.booleans())
@example("<@boss>", MessageType.TEXT, "en", False)
@example("x" * 300_000, MessageType.MARKDOWN, "ru", True)
@settings(max_examples=300, deadline=None)
def test_any_text_does_no_harm(value, message_type, language, is_unknown):
    hold(value, message_type, language, is_unknown=is_unknown)


@given(
    template=st.text(st.sampled_from('<>@/[]()`*|# \n${}abAUTHOR_font"='), max_size=6000),
    value=HOSTILE,
    message_type=st.sampled_from(MessageType),
)
@settings(max_examples=300, deadline=None)
def test_any_template_stays_within_the_limit(template, value, message_type):
    layout = Layout(
        custom_content=template, message_type=message_type, mention_users=("lilei",), mention_all=True
    )

    for message in compose(facts_with(value), layout):
        assert_sendable(message)


@given(fields=st.lists(st.sampled_from([*FIELD_NAMES, "?"])), size=st.integers(0, 5000))
@settings(max_examples=200, deadline=None)
def test_a_cut_message_keeps_its_title_its_link_and_its_mentions(fields, size):
    layout = Layout(
        content_fields=tuple(fields), custom_content="汉x " * size, mention_users=("lilei", "hanmeimei")
    )

    (message,) = compose(sample_facts(), layout)

    assert message.content.startswith('### <font color="warning">失败</font> · 网上商城 / 构建镜像 #1287')
    assert message.content.endswith("\n<@lilei><@hanmeimei>")
    if message.problems:
        assert "](https://ci.example.com/shop/web-portal/runs/1287)" in message.content
