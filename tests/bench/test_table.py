from __future__ import annotations

from bench.figures import Figure, Measured, at_least, at_most
from bench.table import Outcome, draw, placed_in

TABLE = """\
CPU milliseconds first

row     figure                 bar      median  spread
intake  CPU per event                   1.2 ms  1.1–1.3 of 3

Everything else

row     figure                 bar      median  spread
intake  events a second        ≥ 1,000  797 /s  700–830 of 3  MISSED
        p99                    ≤ 60     37 ms   one run       held
pages   加权 of the home page           36 kB   one run

batch: skipped. No batches here.

pages: brotli, first load
"""


def test_the_table_puts_cpu_first_and_says_what_was_skipped():
    cpu = Figure(what="CPU per event", unit="ms", values=(1.2, 1.1, 1.3), is_cpu=True)
    rate = Figure(what="events a second", unit="/s", values=(797, 830, 700), bar=at_least(1000))
    p99 = Figure(what="p99", unit="ms", values=(37,), bar=at_most(60))
    weight = Figure(what="加权 of the home page", unit="kB", values=(36,))

    drawn = draw(
        [
            Outcome(row="intake", measured=Measured(figures=(cpu, rate, p99))),
            Outcome(row="batch", skipped="No batches here."),
            Outcome(row="pages", measured=Measured(figures=(weight,), notes=("brotli, first load",))),
        ]
    )

    assert drawn == TABLE


def test_a_page_takes_the_table_between_its_marks_and_keeps_the_rest():
    page = "# Performance\n<!-- figures -->\nold\n<!-- end of figures -->\n## Method\n"

    once = placed_in(page, "row  figure\n")

    assert once == (
        "# Performance\n<!-- figures -->\n```text\nrow  figure\n```\n<!-- end of figures -->\n## Method\n"
    )
    assert placed_in(once, "row  figure\n") == once
