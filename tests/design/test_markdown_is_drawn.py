"""What a group sees of a markdown message (the first dialect)."""

from __future__ import annotations

from notifications.drawing import Block, Span, draw


def text(words: str) -> Span:
    return Span(kind="text", text=words)


def paragraph(*spans: Span) -> Block:
    return Block(kind="paragraph", spans=spans)


def test_a_heading_needs_a_space():
    assert draw("markdown", "## Failed\n#9 failed") == (
        Block(kind="heading", level=2, spans=(text("Failed"),)),
        paragraph(text("#9 failed")),
    )


def test_a_quote_ends_at_the_first_line_without_its_sign():
    assert draw("markdown", "> one\n>two\nthree") == (
        Block(kind="quote", level=1, blocks=(paragraph(text("one")), paragraph(text("two")))),
        paragraph(text("three")),
    )


def test_an_empty_line_is_a_gap():
    assert draw("markdown", "a\n\nb") == (paragraph(text("a")), Block(kind="gap"), paragraph(text("b")))


def test_the_three_colours_are_drawn():
    for name in ("info", "comment", "warning"):
        (block,) = draw("markdown", f'<font color="{name}">x</font>')
        assert block.spans == (Span(kind="colour", name=name, spans=(text("x"),)),)


def test_another_colour_is_lost_but_its_words_stay():
    (block,) = draw("markdown", "<font color='red'>x</font>")

    assert block.spans == (Span(kind="colour", name="", spans=(text("x"),)),)


def test_bold_may_hold_a_colour_and_a_link_may_hold_bold():
    (block,) = draw("markdown", '**<font color="info">a</font>** [**b**](https://x.example/)')

    assert block.spans == (
        Span(kind="bold", spans=(Span(kind="colour", name="info", spans=(text("a"),)),)),
        text(" "),
        Span(kind="link", href="https://x.example/", spans=(Span(kind="bold", spans=(text("b"),)),)),
    )


def test_code_hides_other_marks():
    (block,) = draw("markdown", "`**a** <@b>`")

    assert block.spans == (Span(kind="code", text="**a** <@b>"),)


def test_a_mention_stands_in_the_line():
    (block,) = draw("markdown", "ask <@lilei>")

    assert block.spans == (text("ask "), Span(kind="mention", text="lilei"))


def test_what_the_dialect_does_not_know_stays_as_typed():
    for typed in ("*italic*", "- item", "| a | b |", "---"):
        assert draw("markdown", typed) == (paragraph(text(typed)),)


def test_only_web_addresses_become_links():
    for typed in ("[x](javascript:alert(1))", "[x](data:text/html,1)", "[x](/relative)"):
        assert draw("markdown", typed) == (paragraph(text(typed)),)


def test_only_unknown_variables_are_marked():
    (block,) = draw("markdown", "${BRANCHH} ${HOME}", unknown=["BRANCHH"])

    assert block.spans == (Span(kind="unknown", text="${BRANCHH}"), text(" ${HOME}"))
