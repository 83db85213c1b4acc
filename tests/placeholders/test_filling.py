"""Values in the place of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.placeholders import Line, fill

pytestmark = pytest.mark.asvs("V1.3.2", "V1.3.5", "V1.3.7", "V1.3.10")

VALUES = {"BRANCH": "main", "EMPTY": "", "NESTED": "${BRANCH}", "MONEY": "$5"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("on ${BRANCH}!", "on main!"),
        ("${NESTED}", "${BRANCH}"),
        ("${MONEY}${BRANCH}", "$5main"),
        ("$BRANCH costs $5", "$BRANCH costs $5"),
        ("$${BRANCH}", "${BRANCH}"),
        ("$$${BRANCH}", "$${BRANCH}"),
        ("$${${BRANCH}}", "${main}"),
        ("${NOPE}", "${NOPE}"),
        ("${branch}", "${branch}"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_one_pass_fills_what_is_known(text, filled):
    assert fill(text, VALUES) == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("a ${EMPTY}\nb", "b"),
        ("a ${EMPTY}${EMPTY}\nb", "b"),
        ("a ${EMPTY} ${BRANCH}\nb", "a  main\nb"),
        ("a ${EMPTY} ${NOPE}\nb", "a  ${NOPE}\nb"),
        ("a $${EMPTY}\n\nb", "a ${EMPTY}\n\nb"),
        ("${EMPTY}", ""),
    ],
)
def test_a_line_whose_variables_are_all_empty_is_dropped(text, filled):
    assert fill(text, VALUES) == filled


def test_a_value_at_the_start_of_a_line_can_be_changed():
    def filled(line: str) -> str | None:
        return Line.read(line).filled(lambda name, _: VALUES.get(name), at_line_start=str.upper)

    assert filled("${BRANCH} ${BRANCH}") == "MAIN main"
    assert filled("> ${EMPTY}${BRANCH}") == "> MAIN"
    assert filled("a ${BRANCH}") == "a main"
    assert filled("${NOPE}${BRANCH}") == "${NOPE}main"


def test_the_look_up_is_told_where_a_name_stands():
    places = []

    Line.read("a ${B} ${C}").filled(lambda name, at: places.append((name, at)))

    assert places == [("B", 2), ("C", 7)]


@given(st.text(), st.text())
def test_a_value_is_never_read_as_a_reference(before, value):
    line = f"{before.replace('$', '')}|${{X}}".replace("\n", "")

    assert fill(line, {"X": value or "x"}) == line.replace("${X}", value or "x")
