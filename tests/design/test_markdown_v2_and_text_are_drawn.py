"""What a group sees of the other two kinds of messages."""

from __future__ import annotations

from notifications.drawing import Block, Bubble, Cell, Span, bubble, draw


def text(words: str) -> Span:
    return Span(kind="text", text=words)


def paragraph(*spans: Span) -> Block:
    return Block(kind="paragraph", spans=spans)


def test_items_keep_their_numbers_and_their_depth():
    assert draw("markdown_v2", "3. a\n  - b") == (
        Block(kind="item", level=1, marker="3.", spans=(text("a"),)),
        Block(kind="item", level=2, marker="•", spans=(text("b"),)),
    )


def test_a_table_needs_its_separator_row():
    (table,) = draw("markdown_v2", "| a | b |\n| :-: | --: |\n| 1 |")

    assert table.rows == (
        (Cell(spans=(text("a"),), align="center"), Cell(spans=(text("b"),), align="right")),
        (Cell(spans=(text("1"),), align="center"), Cell(spans=(), align="right")),
    )
    assert draw("markdown_v2", "| a | b |")[0].kind == "paragraph"


def test_quotes_stand_in_one_another():
    (outer,) = draw("markdown_v2", "> a\n>> b")

    assert outer.blocks == (
        paragraph(text("a")),
        Block(kind="quote", level=2, blocks=(paragraph(text("b")),)),
    )


def test_code_in_a_fence_is_taken_as_it_is_even_without_an_end():
    assert draw("markdown_v2", "```\n# a\n```\nb") == (
        Block(kind="code", text="# a"),
        paragraph(text("b")),
    )
    assert draw("markdown_v2", "```\n**a**") == (Block(kind="code", text="**a**"),)


def test_italics_and_rules_are_drawn_and_an_image_is_a_link():
    assert draw("markdown_v2", "*a*\n---\n![b](https://x.example/b.png)") == (
        paragraph(Span(kind="italic", spans=(text("a"),))),
        Block(kind="rule"),
        paragraph(Span(kind="link", href="https://x.example/b.png", spans=(text("b"),))),
    )


def test_colours_and_mentions_stay_as_typed():
    for typed in ('<font color="info">a</font>', "<@lilei>"):
        assert draw("markdown_v2", typed) == (paragraph(text(typed)),)


def test_text_knows_addresses_and_mentions_but_no_markup():
    (block,) = draw("text", "**a** https://x.example/b。<@lilei>")

    assert block.spans == (
        text("**a** "),
        Span(kind="link", href="https://x.example/b", spans=(text("https://x.example/b"),)),
        text("。"),
        Span(kind="mention", text="lilei"),
    )


def test_a_text_message_ends_with_those_it_pings():
    body = {"msgtype": "text", "text": {"content": "look\n", "mentioned_list": ["lilei", "@all"]}}

    assert bubble(body) == Bubble(blocks=(paragraph(text("look")),), mentions=("lilei", "@all"))


def test_lists_of_people_do_nothing_beside_markdown():
    body = {"msgtype": "markdown", "markdown": {"content": "look", "mentioned_list": ["lilei"]}}

    assert bubble(body) == Bubble(blocks=(paragraph(text("look")),))
