"""Whatever waits: within the limit, nobody left out, nobody mentioned unasked, markup unbroken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.rendering.merged_lines import Waiting
from notifications.rendering.merging import merge
from notifications.vocabulary import LANGUAGES, MessageType, NotificationEvent, Status
from tests.rendering.test_any_value import HOSTILE, assert_sendable, assert_unbroken_markdown

ANY = st.one_of(HOSTILE, st.text(max_size=30), st.text(max_size=40).map(lambda text: text * 30))
USERS = ("lilei", "hanmeimei")
waiting = st.builds(
    Waiting,
    dialect=st.sampled_from(MessageType),
    status=st.sampled_from(Status),
    occurrence=st.one_of(st.none(), st.sampled_from(NotificationEvent)),
    pipeline=ANY,
    run=st.one_of(ANY, st.integers(0, 30).map(str)),
    task=st.one_of(st.just(""), ANY),
    url=st.one_of(ANY, ANY.map(lambda text: f"https://ci.example.com/{text}")),
    line=ANY,
    language=st.sampled_from(LANGUAGES),
    users=st.lists(st.sampled_from(USERS)).map(tuple),
    everybody=st.booleans(),
)


def hold(newest_first):
    merged = merge(newest_first, all_url="https://notify.example.com/deliveries/7/")
    message, *second = merged.messages
    assert merged.listed + merged.counted == len(newest_first)
    assert merged.listed > 0
    for each in merged.messages:
        assert_sendable(each)
    if message.msgtype != "text":
        assert_unbroken_markdown(message)
    asked = {user for each in newest_first for user in each.users}
    listed = [each.body[each.msgtype].get("mentioned_list", []) for each in (message, *second)]
    inline = {user for user in USERS if f"<@{user}>" in message.content}
    assert inline | {name for names in listed for name in names} == asked | (
        {"@all"} if any(each.everybody for each in newest_first) else set()
    )


@given(st.lists(waiting, min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_news_do_no_harm(newest_first):
    hold(newest_first)


def plain(value, dialect):
    return Waiting(
        dialect=dialect, status=Status.FAILED, occurrence=None, pipeline=value, run=value, task=value,
        url=value, line=value, language="en",
    )  # fmt: skip


@pytest.mark.parametrize("dialect", MessageType)
@pytest.mark.parametrize("corpus", ["commit_messages", "branch_names", "naughty_strings", "attacks"])
def test_real_texts_do_no_harm(corpus, dialect, request):
    values = request.getfixturevalue(corpus)
    for start in range(0, len(values), 60):
        hold([plain(value, dialect) for value in values[start : start + 60]])


@given(st.lists(st.integers(0, 40), min_size=1, max_size=200), st.sampled_from(MessageType))
@settings(max_examples=100, deadline=None)
def test_each_is_a_line_in_a_line_or_counted(kinds, dialect):
    newest_first = [plain(f"P{kind}P" + "x" * 60, dialect) for kind in kinds]
    merged = merge(newest_first, all_url="")
    text = merged.messages[0].content
    listed = [kind for kind in kinds if f"P{kind}P" in text]
    assert len(listed) == merged.listed
    if merged.counted:
        assert text.split("\n")[-1] == f"{merged.counted} more not listed"
