"""docs/settings.md and the settings module name the same variables."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def names_read() -> set[str]:
    source = (ROOT / "wecomnotify/settings.py").read_text()
    return set(re.findall(r'env\.(?:str|int|bool|list|db_url|cache_url|email_url)\(\s*"([A-Z_]+)"', source))


def names_documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))


def test_every_setting_has_its_line():
    assert names_read() - names_documented() == set()


def test_no_line_names_a_setting_that_is_not_read():
    assert names_documented() - names_read() == set()
