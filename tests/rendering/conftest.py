"""Third-party texts to render; they lie beside the repository and are never part of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TEXTS = Path(__file__).parents[2] / ".." / "shared" / "corpora" / "open" / "text"


def read(name: str) -> str:
    path = TEXTS / name
    if not path.exists():
        pytest.skip(f"1 corpus is missing: {name}")
    return path.read_bytes().decode("utf-8", "replace")


@pytest.fixture(scope="session")
def commit_messages():
    return [entry["message"] for entry in json.loads(read("commit_messages.json"))]


@pytest.fixture(scope="session")
def branch_names():
    return json.loads(read("branch_names.json"))


@pytest.fixture(scope="session")
def naughty_strings():
    return json.loads(read("blns.json"))


@pytest.fixture(scope="session")
def attacks():
    folders = ("xss", "inject")
    if not TEXTS.exists():
        pytest.skip("2 corpora are missing: xss, inject")
    files = [path for folder in folders for path in sorted((TEXTS / folder).iterdir())]
    return [
        line for path in files for line in path.read_bytes().decode("utf-8", "replace").split("\n") if line
    ]


@pytest.fixture(scope="session")
def emoji_sequences():
    lines = [line.partition("#")[0] for line in read("unicode/emoji-test.txt").splitlines()]
    codes = [line.partition(";")[0].split() for line in lines if ";" in line]
    return ["".join(chr(int(code, 16)) for code in sequence) for sequence in codes]


@pytest.fixture(scope="session")
def grapheme_breaks():
    return [line.partition("#")[0].split() for line in read("unicode/GraphemeBreakTest.txt").splitlines()]
