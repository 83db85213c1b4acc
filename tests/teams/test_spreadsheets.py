"""No cell of a CSV file is one that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.spreadsheets import BYTE_ORDER_MARK, cell, line

STARTERS = "=+-@＝＋－＠"
PASSED_OVER = ' \t\r\n"\x0b\x0c\x1f\x7f\x85\xa0\u200b\u2028\u2029\u3000\ufeff'
nasty = st.text(
    st.sampled_from(STARTERS + PASSED_OVER + ",;|'") | st.characters(exclude_categories=["Cs"]), max_size=20
)


def would_run(text):
    seen = text.lstrip(PASSED_OVER)
    return unicodedata.normalize("NFKC", seen[:1]) in set("=+-@")


@given(st.lists(nasty, min_size=1, max_size=4), st.sampled_from(",;\t|"))
def test_no_cell_is_run_whichever_separator_is_used(values, separator):
    rows = csv.reader(io.StringIO(line(values), newline=""), delimiter=separator)

    assert [each for row in rows for each in row if would_run(each)] == []


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=STARTERS)), min_size=1)
)
def test_what_is_harmless_arrives_as_it_is(values):
    assert [
        [each.replace("'", "") for each in row] for row in csv.reader(io.StringIO(line(values), newline=""))
    ] == [[each.replace("'", "") for each in values]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, '""'),
        (7, '"7"'),
        ("a-b", '"a-b"'),
        ('=cmd|"/c calc"!A1', '"\'=cmd|""/c calc""!A1"'),
        (" \u200b+1", '"\' \u200b+1"'),
        ("＝1+1", '"\'＝1+1"'),
        ("x;=1+1", '"x;\'=1+1"'),
        ("a\x00b", '"ab"'),
    ],
)
def test_a_cell_is_quoted_and_no_formula(value, expected):
    assert cell(value) == expected


def test_the_mark_is_utf8s():
    assert BYTE_ORDER_MARK.encode() == b"\xef\xbb\xbf"
