"""Values are harmless in every dialect."""

from __future__ import annotations

import sys

import pytest

from notifications.escaping import escape, in_link, one_line, safe_url
from notifications.vocabulary import MessageType

pytestmark = pytest.mark.asvs("V1.3.3")

V1, V2, TEXT = MessageType.MARKDOWN, MessageType.MARKDOWN_V2, MessageType.TEXT


@pytest.mark.parametrize(
    ("value", "v1", "v2", "text"),
    [
        ("<@boss>", "＜@boss＞", "＜@boss＞", "＜@boss>"),
        ("<b>x</b>", "＜b＞x＜/b＞", "＜b＞x＜/b＞", "<b>x</b>"),
        ("a`b`", "aˋbˋ", "aˋbˋ", "a`b`"),
        ("**a**", "＊＊a＊＊", "＊＊a＊＊", "**a**"),
        ("[a](b)", "［a］(b)", "［a］(b)", "[a](b)"),
        ("a|b_c #1 @all", "a|b_c #1 @all", "a|b_c #1 @all", "a|b_c #1 @all"),
        ("ends with <", "ends with ＜", "ends with ＜", "ends with ＜"),
        ("<\x00@boss>", "＜@boss＞", "＜@boss＞", "＜@boss>"),
        ("<\u202e@boss>", "＜@boss＞", "＜@boss＞", "＜@boss>"),
        ("<\ud800@boss>", "＜@boss＞", "＜@boss＞", "＜@boss>"),
        ("<\n@boss>", "＜ @boss＞", "＜ @boss＞", "< @boss>"),
    ],
)
def test_what_means_something_to_wecom_is_replaced(value, v1, v2, text):
    assert (escape(value, V1), escape(value, V2), escape(value, TEXT)) == (v1, v2, text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\t", "\n\n\n"])
def test_every_kind_of_line_end_is_one_space(end):
    assert one_line(f"a{end}b") == "a b"


def test_controls_bidi_marks_and_lone_surrogates_are_gone():
    assert one_line("a\x00\x1b\x7f\x9f\u202a\u202e\u2066\u2069\ud83db") == "ab"


def test_joined_emoji_and_combining_marks_survive():
    assert one_line("👩‍💻 é 🇨🇳") == "👩‍💻 é 🇨🇳"


@pytest.mark.asvs("V1.2.2")
@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://ci.example.com/a?b=1&c=2#d", "https://ci.example.com/a?b=1&c=2#d"),
        ("HTTP://EXAMPLE.COM", "HTTP://EXAMPLE.COM"),
        (" https://a/(b) <c>\u3000d ", "https://a/%28b%29%20%3Cc%3E%E3%80%80d"),
        ("https://a/\nb", "https://a/b"),
        ("http://[::1]:8080/a[0]", "http://[::1]:8080/a%5B0%5D"),
        ("http://[::1](x", "http://%5B::1%5D%28x"),
        ("https://a/流水线", "https://a/流水线"),
    ],
)
def test_a_web_address_fits_into_a_link(url, safe):
    assert safe_url(url) == safe


@pytest.mark.asvs("V1.2.2")
@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "ftp://a", "//a", "https://", "httpſ://a", "data:text/html,x", "x https://a"],
)
def test_anything_else_is_no_link(url):
    assert safe_url(url) is None


def test_an_address_is_cleaned_alike_with_and_without_a_break():
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert in_link(f"a{printable}b\n") == in_link(f"a{printable}b")
