"""The author's own text in a message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notifications.rendering import Layout, compose
from notifications.vocabulary import MessageType, sample_facts

pytestmark = pytest.mark.asvs("V1.3.5", "V1.3.7", "V1.3.10")

FACTS = sample_facts()


def custom(text: str, facts=FACTS, **layout) -> str:
    (message,) = compose(facts, Layout(content_fields=(), custom_content=text, **layout))
    return message.content.partition("\n")[2]


def test_custom_content_comes_last_and_apart_from_the_fields():
    layout = Layout(content_fields=("branch",), custom_content="**${COMMIT_TITLE}**\n请 ${TRIGGERED_BY} 跟进")

    (message,) = compose(FACTS, layout)

    assert (
        message.content
        == """\
### <font color="warning">失败</font> · 网上商城 / 构建镜像 #1287
> 分支：main

**修复登录页在 Safari 下的白屏问题**
请 lilei 跟进"""
    )


def test_a_text_message_needs_no_gap():
    layout = Layout(
        content_fields=("branch",), custom_content="分支：${GITEE_BRANCH}", message_type=MessageType.TEXT
    )

    (message,) = compose(FACTS, layout)

    assert message.content == "❌ 失败 · 网上商城 / 构建镜像 #1287\n分支：main\n分支：main"


def test_a_line_whose_variables_are_all_empty_is_dropped():
    assert custom("${BRANCH}\n合并请求 ${PULL_REQUEST_ID}\nend") == "main\nend"


def test_a_line_with_one_value_stays():
    assert custom("${PULL_REQUEST_ID} on ${BRANCH}") == " on main"


def test_an_unknown_name_stays_as_typed():
    assert custom("${NOPE} $BRANCH $5 $${BRANCH}") == "${NOPE} $BRANCH $5 ${BRANCH}"


def test_a_percent_sign_means_nothing():
    assert custom("100% %s %(a)s ${BRANCH}", replace(FACTS, branch="50%d")) == "100% %s %(a)s 50%d"


def test_lines_read_the_same_beside_one_that_is_dropped():
    text = "# ${BRANCH}\n${BRANCH} | [run](${RUN_URL}) 5%\n$${X} ${COMMIT_TITLE}"
    facts = replace(FACTS, branch="- main")

    assert custom(f"{text}\n${{PULL_REQUEST_ID}}", facts) == custom(text, facts)


def test_a_variable_can_be_used_again():
    assert custom("${BRANCH} ${BRANCH}") == "main main"


def test_a_value_is_never_filled_again():
    assert custom("${COMMIT_MESSAGE}", replace(FACTS, commit_message="${BRANCH}")) == "${BRANCH}"


def test_what_an_event_sent_is_a_variable_but_shadows_no_known_name():
    facts = replace(
        FACTS, variables={"IMAGE": "web:1", "BRANCH": "forged", "GITEE_DOCKER_IMAGE": "shop/web:1"}
    )

    assert custom("${IMAGE} ${BRANCH} ${GITEE_DOCKER_IMAGE}", facts) == "web:1 main shop/web:1"


@pytest.mark.parametrize("value", ["# heading", "- item", "+ item", "1. item", "2) item", "---", "==="])
def test_a_value_that_begins_a_line_is_no_block_markup(value):
    facts = replace(FACTS, commit_message=value)

    assert custom("${COMMIT_TITLE}", facts) == f"\u200b{value}"
    assert custom("> ${COMMIT_TITLE}", facts) == f"> \u200b{value}"
    assert custom("> 1. ${COMMIT_TITLE}", facts) == f"> 1. \u200b{value}"
    assert custom("a: ${COMMIT_TITLE}", facts) == f"a: {value}"
    assert custom("${COMMIT_TITLE}", facts, message_type=MessageType.TEXT) == value


@pytest.mark.parametrize("value", ["#12 fixed", "-1", "1.2.3", "release/1.0"])
def test_a_value_that_only_looks_like_block_markup_is_left_alone(value):
    assert custom("${BRANCH}", replace(FACTS, branch=value)) == value


def test_a_bar_is_replaced_only_in_a_table_of_markdown_v2():
    facts, row = replace(FACTS, branch="a|b"), "| branch | ${BRANCH} |"

    assert custom(row, facts, message_type=MessageType.MARKDOWN_V2) == "| branch | a｜b |"
    assert custom("${BRANCH}", facts, message_type=MessageType.MARKDOWN_V2) == "a|b"
    assert custom(row, facts) == "| branch | a|b |"


def test_a_variable_can_be_the_address_of_a_link():
    facts = replace(FACTS, url="https://ci.example.com/run(1)")

    assert custom("[log](${RUN_URL})", facts) == "[log](https://ci.example.com/run%281%29)"
    assert (
        custom("[log](${RUN_URL}) #${BUILD_NUMBER}", replace(FACTS, url="javascript:alert(1)"))
        == "[log]() #1287"
    )
    assert custom("[b](https://git/tree/${BRANCH})", replace(FACTS, branch="a) [x](y")) == (
        "[b](https://git/tree/a%29%20%5Bx%5D%28y)"
    )


def test_an_address_of_several_values_gets_no_scheme_from_a_later_one():
    facts = replace(FACTS, url="", branch="javascript:alert(1)")

    assert custom("[x](${RUN_URL}${BRANCH})", facts) == "[x](javascript%3Aalert%281%29)"


def test_an_address_in_running_text_stays_one():
    facts = replace(FACTS, url="https://ci.example.com/[a]*?x=`1`")

    assert custom("see ${RUN_URL}", facts) == "see https://ci.example.com/%5Ba%5D%2A?x=%601%60"


def test_line_ends_of_windows_and_impossible_characters_do_not_survive():
    assert custom("a\r\nb\rc\ud800\x00") == "a\nb\nc"
