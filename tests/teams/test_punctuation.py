"""Marks that code puts between words are the language's own."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from teams.punctuation import colon, comma, listed


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["a, b", ": ", ", "]), ("ru", ["a, b", ": ", ", "]), ("zh-hans", ["a、b", "：", "，"])],
)
def test_each_language_has_its_marks(language, expected):
    with translation.override(language):
        assert [listed(["a", "b"]), colon(), comma()] == expected


def test_a_page_lists_escaped():
    shown = Template("{% load screens %}{{ names|listed }}{% colon %}{% comma %}").render(
        Context({"names": ["<a>", "b"]})
    )

    assert shown == "&lt;a&gt;, b: , "
