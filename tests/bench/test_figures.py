from __future__ import annotations

import pytest

from bench.figures import Figure, amount, at_least, at_most, percentile


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 50), (98.5, 99), (99, 99), (99.1, 100), (100, 100)]
)
def test_a_percentile_is_a_value_that_was_measured(percent, expected):
    assert percentile(range(100, 0, -1), percent) == expected


def test_one_value_is_every_percentile():
    assert {percentile([7], percent) for percent in (0, 50, 99, 100)} == {7}


def test_no_values_have_no_percentile():
    with pytest.raises(ValueError, match="No values"):
        percentile([], 50)


def test_a_figure_is_the_median_between_its_extremes():
    figure = Figure(what="x", unit="ms", values=(9.0, 1.0, 4.0))

    assert (figure.median, figure.spread, figure.verdict) == (4.0, (1.0, 9.0), "")


@pytest.mark.parametrize(
    ("bar", "verdict"),
    [(at_least(4), "held"), (at_least(4.01), "MISSED"), (at_most(4), "held"), (at_most(3.99), "MISSED")],
)
def test_a_bar_is_held_up_to_its_value(bar, verdict):
    assert Figure(what="x", unit="ms", values=(4.0,), bar=bar).verdict == verdict


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.0042, "0.0042"), (0.1234, "0.123"), (1.5, "1.5"), (12.34, "12.3"), (797.4, "797"),
     (4800, "4,800"), (123456.7, "123,457")],
)  # fmt: skip
def test_an_amount_shows_three_digits(value, text):
    assert amount(value) == text
