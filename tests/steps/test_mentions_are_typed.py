from __future__ import annotations

import pytest

from notifications import mentions


@pytest.mark.parametrize(
    ("typed", "users", "everybody"),
    [
        ("", (), False),
        ("lilei, hanmeimei", ("lilei", "hanmeimei"), False),
        ("lilei；hanmeimei，a.b-c_d@e", ("lilei", "hanmeimei", "a.b-c_d@e"), False),
        ("@lilei;@lilei、hanmeimei", ("lilei", "hanmeimei"), False),
        ("all", (), True),
        ("@all", (), True),
        ("ALL，lilei", ("lilei",), True),
        (" \n lilei \t", ("lilei",), False),
        ("allison", ("allison",), False),
    ],
)
def test_any_comma_and_semicolon_separates(typed, users, everybody):
    assert mentions.parse(typed) == mentions.Mentions(users=users, everybody=everybody)


def test_they_are_written_as_a_person_types_them():
    assert mentions.parse("all;lilei").text == "lilei, all"
    assert mentions.Mentions().text == ""


@pytest.mark.parametrize("name", ["李雷", "<@lilei>", "a b", "-x", "x" * 65, "a|b"])
def test_what_is_no_user_id_is_named(name):
    assert mentions.unusable(["lilei", name]) == (name,)
