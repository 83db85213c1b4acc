"""The names a text refers to."""

from __future__ import annotations

import pytest

from notifications.placeholders import names_in, nearest, unknown_names

pytestmark = pytest.mark.asvs("V1.3.5")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("${BRANCH} ${COMMIT} ${BRANCH}", ("BRANCH", "COMMIT")),
        ("${my-var_2}", ("my-var_2",)),
        ("$BRANCH $5 $ {BRANCH} ${} ${ BRANCH } ${a.b} ${中文}", ()),
        ("$${BRANCH}", ()),
        ("$$${BRANCH}", ()),
        ("$${${BRANCH}", ("BRANCH",)),
        ("${A${B}}", ("B",)),
        (f"${{{'a' * 64}}} ${{{'b' * 65}}}", ("a" * 64,)),
        ("${", ()),
    ],
)
def test_only_a_whole_name_in_braces_is_a_reference(text, names):
    assert names_in(text) == names


def test_names_that_are_not_known_are_told_apart():
    assert unknown_names("${BRANCH} ${BRUNCH} ${MINE}") == ("BRUNCH", "MINE")
    assert unknown_names("${MINE} ${YOURS}", {"MINE"}) == ("YOURS",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("BRUNCH", "BRANCH"),
        ("branch", "BRANCH"),
        ("GITEE_BRACH", "GITEE_BRANCH"),
        ("commit-message", "COMMIT_MESSAGE"),
        ("PIPELINENAME", "PIPELINE_NAME"),
        ("XYZZY", None),
    ],
)
def test_the_nearest_known_name_is_offered(typed, meant):
    assert nearest(typed) == meant
