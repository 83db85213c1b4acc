"""Whatever the content is, its drawing shows only what it holds, and ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from notifications.drawing import Block, Span, draw

LINES = ("```\n", "> ", "# ", "- ", "| a |\n|---|\n", "\n", "\r\n")
SPANS = (
    "*",
    "**",
    "`",
    "[",
    "](https://x.example)",
    "${A}",
    "<@a>",
    '<font color="info">',
    "</font>",
    "字",
    "a ",
)
MARKS = st.sampled_from(LINES + SPANS)
CONTENT = st.lists(st.one_of(MARKS, st.text(max_size=4)), max_size=30).map("".join)
DIALECTS = st.sampled_from(["text", "markdown", "markdown_v2"])


def words(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.text
        yield from span_words(block.spans)
        yield from words(block.blocks)
        for row in block.rows:
            for cell in row:
                yield from span_words(cell.spans)


def span_words(spans: Iterable[Span]) -> Iterator[str]:
    for span in spans:
        yield span.text
        yield from span_words(span.spans)


@given(DIALECTS, CONTENT)
def test_every_character_shown_was_typed_in_that_order(msgtype, content):
    typed = iter(content.replace("\r\n", "\n"))

    assert all(character in typed for character in "".join(words(draw(msgtype, content, unknown=["A"]))))


@given(CONTENT)
def test_a_text_message_shows_every_character_but_its_line_ends(content):
    if "<@" in content:
        return

    shown = "".join(words(draw("text", content)))

    assert shown == content.replace("\r\n", "\n").replace("\n", "")


def test_drawing_hostile_content_of_the_greatest_size_is_quick():
    for hostile in (
        "**a" * 1365,
        "[" * 4096,
        '<font color="info">' * 215,
        "*a" * 2048,
        "`" * 4095,
        ">" * 4096,
    ):
        for msgtype in ("markdown", "markdown_v2"):
            before = perf_counter()
            draw(msgtype, hostile)
            assert perf_counter() - before < 0.25, hostile[:10]
