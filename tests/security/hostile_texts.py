"""Texts written to break pages with: those of the corpora beside the repository, and a few of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CORPORA = Path(__file__).resolve().parents[3] / "shared/corpora/open/text"
# The biggest list repeats itself: one line in so many.
TAKEN_OF_THE_BIGGEST = 12
OURS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'onmouseover='alert(1)",
    "</textarea></title></style></script><svg onload=alert(1)>",
    "[run](javascript:alert(1))",
    "[run](data:text/html;base64,PHNjcmlwdD4=)",
    "javascript:alert(1)",
    "{{ 1337*1337 }}",
    "{% debug %}",
    "{{ request.user.password }}",
    "{0.__class__.__mro__}",
    "%(name)s %s %d",
    "${__class__}",
    "\u202egnp.exe\x00\x1b[31m\r\nX: y",
]


def lines(folder: str) -> list[str]:
    """Return the lines of a folder's files; skip the test when the corpora are not there."""
    files = sorted((CORPORA / folder).glob("*"))
    if not files:
        pytest.skip(f"1 corpus is missing: {folder}")
    found: list[str] = []
    for file in files:
        texts = file.read_text(errors="replace").splitlines()
        found += texts[::TAKEN_OF_THE_BIGGEST] if "payloadbox" in file.name else texts
    return [text for text in found if text.strip()]


def naughty() -> list[str]:
    file = CORPORA / "blns.json"
    if not file.exists():
        pytest.skip("1 corpus is missing: blns.json")
    return [text for text in json.loads(file.read_text()) if text.strip()]


def all_texts() -> list[str]:
    """Return every text once, less what no form lets through and PostgreSQL does not store."""
    texts = [*OURS, *lines("xss"), *lines("inject"), *naughty()]
    return list(dict.fromkeys(text.replace("\0", "") for text in texts))
