"""Boundaries of characters, by Unicode's own test file."""

from __future__ import annotations

import unicodedata

from notifications.rendering.graphemes import boundary


def test_boundaries_are_unicodes(grapheme_breaks):
    wrong = []
    for marks in filter(None, grapheme_breaks):
        text, breaks = "", []
        for mark in marks:
            if mark == "÷":
                breaks.append(len(text))
            elif mark != "×":
                text += chr(int(mark, 16))
        found = [index for index in range(len(text) + 1) if boundary(text, index) == index]
        wrong += [marks] if found != breaks else []

    assert wrong == [], f"Unicode {unicodedata.unidata_version}"


def test_flags_are_pairs_from_the_left():
    text = "🇨🇳🇷🇺🇬🇧"

    assert [boundary(text, index) for index in range(7)] == [0, 0, 2, 2, 4, 4, 6]


def test_a_syllable_of_hangul_letters_is_one_character():
    assert boundary("\u1112\u1161\u11ab", 2) == 0


def test_noise_is_cut_where_it_was_asked():
    assert boundary("a" + "\u0301" * 500, 300) == 300
    assert boundary("a" + "\u0301" * 500, 30) == 0
