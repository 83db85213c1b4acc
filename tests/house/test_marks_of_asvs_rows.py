"""A mark on a test that ran and passed proves a row of docs/asvs.csv; nothing else does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

@pytest.mark.asvs("V1.2.1", "V3.2.2")
@pytest.mark.parametrize("n", [1, 2])
def test_passes(n): pass

@pytest.mark.asvs("V1.2.2")
def test_fails(): assert False

@pytest.mark.asvs("V1.2.3")
@pytest.mark.skip(reason="no browser")
def test_is_skipped(): pass

@pytest.mark.asvs("V1.2.4")
@pytest.mark.xfail
def test_is_expected_to_fail(): assert False

@pytest.fixture
def broken():
    yield
    raise OSError

@pytest.mark.asvs("V1.3.2")
def test_cannot_be_cleared_away(broken): pass

@pytest.mark.asvs("V2.1.1")
def test_left_out(): pass
"""
WAYS = {"one process": ["-p", "no:xdist"], "two processes": ["-n2"]}


@pytest.fixture
def run(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.fspath(ROOT))
    pytester.makeini("[pytest]\naddopts = --strict-markers")
    without = [
        word for name in ("django", "socket", "playwright", "randomly") for word in ("-p", f"no:{name}")
    ]

    def run(tests, *words):
        pytester.makepyfile(tests)
        return pytester.runpytest_subprocess(*without, "-p", "tests.asvs.plugin", *words)

    return run


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_came_of_marked_tests_is_kept(run, pytester, way):
    run(
        TESTS,
        "--asvs=kept/sqlite.json",
        "--deselect=test_what_came_of_marked_tests_is_kept.py::test_left_out",
        *way,
    )

    kept = json.loads((pytester.path / "kept/sqlite.json").read_text())["rows"]
    file = "test_what_came_of_marked_tests_is_kept.py::"
    both = {f"{file}test_passes[1]": "passed", f"{file}test_passes[2]": "passed"}
    assert kept == {
        "V1.2.1": both,
        "V3.2.2": both,
        "V1.2.2": {f"{file}test_fails": "failed"},
        "V1.2.3": {f"{file}test_is_skipped": "skipped"},
        "V1.2.4": {f"{file}test_is_expected_to_fail": "skipped"},
        "V1.3.2": {f"{file}test_cannot_be_cleared_away": "failed"},
    }


def test_without_a_file_nothing_is_written(run, pytester):
    run(TESTS)
    assert [*pytester.path.glob("**/*.json")] == []


def test_a_mark_of_no_row_stops_the_run(run):
    ended = run('import pytest\n@pytest.mark.asvs("V99.1.1")\ndef test_it(): pass')

    assert ended.ret == pytest.ExitCode.USAGE_ERROR
    assert "docs/asvs.csv has no row V99.1.1." in ended.stderr.str()
