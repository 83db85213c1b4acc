"""A cut never splits markup or a character, and never leaves markup open."""

from __future__ import annotations

import pytest

from notifications.rendering.cutting import cut, shorten

SHORT = {
    "bold": "**bold words**",
    "code": "`some code`",
    "link": "[a link](https://example.com/page)",
    "colour": '<font color="info">some words</font>',
    "colour over lines": '<font color="info">some\nwords</font>',
    "mention": "<@han.meimei>",
    "address": "https://example.com/a/long/path",
    "image": "![picture](https://example.com/p.png)",
}


@pytest.mark.parametrize("markup", SHORT.values(), ids=SHORT)
@pytest.mark.parametrize("padding", [100, 101, 103])
def test_markup_is_kept_whole_or_left_out(markup, padding):
    text = "x" * padding + markup + " " + "y" * 100

    results = {cut(text, size) for size in range(padding, padding + len(markup) + 60)}

    endings = {result.lstrip("x") for result in results}
    assert {ending.rstrip("y ") for ending in endings} == {"", markup}


LONG = {
    "bold": ("**", "**"),
    "code": ("`", "`"),
    "colour": ('<font color="comment">', "</font>"),
    "bold colour": ('**<font color="info">', "</font>**"),
}


@pytest.mark.parametrize(("opening", "closing"), LONG.values(), ids=LONG)
def test_markup_that_holds_nearly_everything_is_closed(opening, closing):
    text = f"{opening}{'words ' * 200}{closing}"

    result = cut(text, 500)

    assert result.startswith(f"{opening}words words")
    assert result.endswith(closing)
    assert result.count(closing) == (2 if opening == closing else 1)
    assert 460 <= len(result) <= 500


def test_an_open_code_fence_is_closed_behind_a_whole_line():
    text = "log:\n```\n" + "\n".join(f"line {number:03d}" for number in range(100)) + "\n```\nend"

    result = cut(text, 300)

    assert result.startswith("log:\n```\nline 000\n")
    assert result.split("\n")[-1] == "```"
    assert result.count("```") == 2
    assert 250 <= len(result) <= 300


def test_a_code_fence_without_a_line_is_left_out():
    assert cut("words\n```\n" + "x" * 500 + "\n```", 100) == "words"


def test_a_table_is_cut_between_rows():
    text = "| a | b |\n| - | - |\n" + "| value one | value two that is quite long |\n" * 20

    rows = cut(text, 200).split("\n")

    assert rows[0] == "| a | b |"
    assert all(row.endswith("|") for row in rows)


def test_what_fits_is_left_alone_and_what_cannot_be_cut_is_left_out():
    link = f"[a link](https://example.com/{'a' * 80})"

    assert cut("**bold**", 8) == "**bold**"
    assert cut(link, 50) == ""


def test_a_long_row_is_left_out_whole():
    row = f"| {'value ' * 30}|\n"

    assert cut("| a |\n| - |\n" + row * 20, 190) == "| a |\n| - |"


def test_characters_people_see_are_kept_whole(emoji_sequences):
    for emoji in emoji_sequences[::5]:
        results = {cut(f"{'x' * 60}{emoji}{'z' * 60}", size) for size in range(75, 115)}
        assert {result.strip("xz") for result in results} == {"", emoji}


def test_a_shortened_value_ends_with_an_ellipsis_and_fits():
    assert shorten("short", 5) == "short"
    assert shorten("longer", 5) == "lo…"
    assert shorten("е" * 10, 10) == "еее…"
    assert shorten("👩‍💻👩‍💻", 20) == "👩‍💻…"
    assert shorten("ab   cdefghijk", 8) == "ab…"


def test_noise_without_an_end_is_cut_anywhere():
    assert len(cut("a" + "\u0301" * 5000, 1000).encode()) > 900


def test_stray_marks_do_not_eat_the_text():
    for stray in ("[", "**", "`", "<font color=", "<", "](", "```"[:2]):
        assert len(cut(stray + "words " * 300, 600)) > 500
