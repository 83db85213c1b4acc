"""The look weighs little: every page pays for it on its first load."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).resolve().parents[2] / "wecomnotify/static/wecomnotify"
OURS = [file for file in sorted(STATIC.glob("css/*.css")) if file.name != "simulator.css"]
STYLES_MAX_BYTES = 10 * 1024
SCRIPTS_MAX_BYTES = 10 * 1024
FILE_MAX_LINES = 200
MODULE_MAX_LINES = 60


def weight(files: list[Path]) -> int:
    return sum(len(brotli.compress(file.read_bytes())) for file in files)


def test_all_styles_weigh_at_most_ten_kilobytes():
    assert len(OURS) <= 4
    assert weight(OURS) <= STYLES_MAX_BYTES


def test_all_scripts_weigh_at_most_ten_kilobytes():
    assert weight(sorted(STATIC.glob("js/*.js"))) <= SCRIPTS_MAX_BYTES


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_a_style_sheet_is_one_screenful_of_layers(file):
    source = file.read_text()

    assert source.count("\n") <= FILE_MAX_LINES
    assert "@layer" in source


@pytest.mark.parametrize("file", sorted(STATIC.glob("js/*.js")), ids=lambda file: file.name)
def test_a_script_does_one_thing_and_says_no_words(file):
    source = file.read_text()

    assert source.startswith("// ")
    assert source.count("\n") <= MODULE_MAX_LINES
    assert re.findall(r"[^\x00-\x7f]", source) == []


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_every_token_that_is_used_is_defined(file):
    defined = {name for other in OURS for name in re.findall(r"(--[\w-]+)\s*:", other.read_text())}

    assert set(re.findall(r"var\((--[\w-]+)", file.read_text())) <= defined
