from __future__ import annotations

import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.globs import matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("release/*", "release/1.2", True),
        ("release/*", "release/1/2", True),
        ("release/*", "release/", True),
        ("release/*", "prerelease/1", False),
        ("*", "", True),
        ("", "", True),
        ("", "a", False),
        ("v?.?", "v1.2", True),
        ("v?.?", "v1.22", False),
        ("*b", "ab", True),
        ("*ab*", "aab", True),
        ("[0-9]*", "7up", True),
        ("[!0-9]*", "7up", False),
        ("[]]", "]", True),
        ("[ab", "[ab", True),
        ("[a-]", "-", True),
        ("功能/*", "功能/登录", True),
        ("Main", "main", False),
    ],
)
def test_patterns_mean_what_shells_mean(pattern, text, expected):
    assert matches(text, pattern) is expected


@given(st.text("ab/*?"), st.text("ab/"))
def test_it_agrees_with_the_standard_library(pattern, text):
    assert matches(text, pattern) is fnmatchcase(text, pattern)


@given(st.text("ab-[]!*?"), st.text("ab-[]!"))
def test_no_pattern_is_an_error(pattern, text):
    assert matches(text, pattern) in {True, False}


def test_a_pattern_made_to_take_for_ever_does_not():
    started = time.perf_counter()
    assert not matches("a" * 3000, "*a" * 100 + "b")
    assert time.perf_counter() - started < 2
