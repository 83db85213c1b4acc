"""What tests came to is scored: a claim without a test that ran and passed stays a claim."""

from __future__ import annotations

import json

import pytest

from tests.asvs import __main__ as command
from tests.asvs.rows import Row, read_rows
from tests.asvs.score import AnotherCommit, is_good_enough, read_outcomes, score, told


def row(number="V1.2.1", *, level=1, control="manage.py", left_out=""):
    return Row(row=number, level=level, asks="It is so", control=control, left_out=left_out)


@pytest.mark.parametrize(
    ("tests", "points"),
    [
        ({"a": {"passed"}}, 2),
        ({"a": {"passed"}, "b": {"passed", "skipped"}}, 2),
        ({"a": {"passed"}, "b": {"failed", "passed"}}, 1),
        ({"a": {"passed"}, "b": {"skipped"}}, 1),
        ({"a": {"skipped"}}, 1),
        ({}, 1),
    ],
)
def test_only_tests_that_passed_prove_a_row(tests, points):
    assert score(row(), tests).points == points


@pytest.mark.parametrize("control", ["", "docs/nowhere.md"])
def test_a_row_without_a_file_that_answers_it_is_missing(control):
    assert score(row(control=control), {}).points == 0


def test_both_runs_count(tmp_path):
    for name, outcome in (("sqlite", "passed"), ("postgresql", "skipped")):
        kept = {"commit": "abc", "rows": {"V1.2.1": {"test": outcome}}}
        (tmp_path / f"{name}.json").write_text(json.dumps(kept))

    assert read_outcomes(tmp_path.iterdir(), commit="abc") == {"V1.2.1": {"test": {"passed", "skipped"}}}


def test_a_run_of_other_sources_counts_for_nothing(tmp_path):
    file = tmp_path / "sqlite.json"
    file.write_text(json.dumps({"commit": "abc", "rows": {}}))

    with pytest.raises(AnotherCommit, match="is of commit abc, these sources are def"):
        read_outcomes([file], commit="def")


def test_what_is_not_proved_is_told():
    scores = [
        score(row(), {"a": {"passed"}}),
        score(row("V1.2.2"), {"b": {"skipped"}, "c": {"skipped"}}),
        score(row("V1.2.3", level=2), {"d": {"failed"}}),
        score(row("V1.2.4", level=2, left_out="No database"), {}),
        score(row("V1.3.2", level=2, control=""), {}),
    ]

    assert list(told(scores)) == [
        "V1.2.2   L1 not proved It is so (2 skipped: b)",
        "V1.2.3   L2 not proved It is so (1 failed: d)",
        "V1.3.2   L2 missing    It is so",
        "Level 1: 1 of 2 proved, 1 not proved, 0 missing",
        "Level 2: 0 of 2 proved, 1 not proved, 1 missing, 1 left out",
    ]


def test_a_failed_test_is_never_good_enough():
    assert not is_good_enough([score(row(), {"a": {"failed"}})], bars=False)


@pytest.mark.parametrize(("proved", "enough"), [(9, True), (8, False)])
def test_nine_tenths_of_the_second_level_are_enough(proved, enough):
    scores = [score(row(level=2), {"a": {"passed"}} if n < proved else {}) for n in range(10)]
    assert is_good_enough(scores, bars=True) is enough
    assert is_good_enough(scores, bars=False)


def test_the_first_level_is_proved_wholly_or_not_enough():
    scores = [score(row(), {"a": {"passed"}}), score(row(), {})]
    assert not is_good_enough(scores, bars=True)


def test_the_command_judges_a_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "commit", lambda: "abc")
    for outcome, code in (("passed", 0), ("failed", 1)):
        kept = {"commit": "abc", "rows": {"V1.2.1": {"test": outcome}}}
        (tmp_path / "sqlite.json").write_text(json.dumps(kept))
        assert command.main(tmp_path) == code
    assert "V1.2.1   L1 not proved" in capsys.readouterr().out


def test_the_table_is_whole():
    rows = list(read_rows().values())
    assert len(rows) == 103
    assert sum(each.level == 1 for each in rows) == 38
    assert [each.row for each in rows if not each.asks or each.level not in {1, 2}] == []
