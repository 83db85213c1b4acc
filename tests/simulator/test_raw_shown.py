from __future__ import annotations

import time

import pytest

from simulator.raw_shown import raw_shown


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ('# h\n> **b** [t](https://a) `c` <font color="info">i</font><@lilei>', []),
        ("| a | b |\n| --- | --- |", ["table"]),
        ("a\n- b", ["list"]),
        ("1. a", ["list"]),
        ("```sh\nls\n```", ["fence"]),
        ("![a](https://a/i.png)", ["image"]),
        ("a\n\n---", ["rule"]),
        ("an *italic* word", ["italic"]),
        ("2 * 3 * 4", []),
        ("~~gone~~", ["strike"]),
        (">> a", ["nested_quote"]),
        ('<font color="red">a</font>', ["colour"]),
        ("<font color='info'>a</font>", []),
        ("<@all>", ["mention_all"]),
        ("<b>a</b>", ["html"]),
        ("a\\nb", ["double_escape"]),
        ("`- a` `<b>`", []),
        ("-1 degrees", []),
    ],
)  # fmt: skip
def test_what_markdown_shows_raw(content, kinds):
    assert list(raw_shown("markdown", content)) == kinds


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ("| a |\n| --- |\n- b\n*i*\n```\n<@u> ~~x~~ <font>\n```\n>> q", []),
        ('<font color="info">a</font>', ["font"]),
        ("<@lilei> `<@code>`", ["mention"]),
        ("~~gone~~ <br>", ["strike", "html"]),
    ],
)
def test_what_markdown_v2_shows_raw(content, kinds):
    assert list(raw_shown("markdown_v2", content)) == kinds


def test_text_shows_markup_by_nature_but_no_at_all():
    assert list(raw_shown("text", "**a** - <b> <@all>")) == ["mention_all"]


@pytest.mark.parametrize("msgtype", ["markdown", "markdown_v2"])
@pytest.mark.parametrize("unit", ["-", "|-", "*a", "~~a", "`", "<b", "```\n", ">", " ", "![", "<font "])
def test_hostile_repetition_is_read_soon(msgtype, unit):
    started = time.perf_counter()
    raw_shown(msgtype, (unit * 4096)[:4096])
    assert time.perf_counter() - started < 1
