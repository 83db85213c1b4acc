"""No template, style or script needs more than the content security policy allows: only our own files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "wecomnotify/static/wecomnotify"
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
FORBIDDEN_IN_TEMPLATES = {
    "an inline style": r"<[^>%]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    "an inline handler": r"<[^>%]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "an htmx expression": r"hx-(?:vals|headers)\s*=\s*.(?:js|javascript):|hx-trigger\s*=\s*\"[^\"]*\[",
    "a data: or javascript: address": r"(?:src|href|action)\s*=\s*.?\s*(?:data|javascript):",
    "a file of another host": r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*.?\s*(?:https?:)?//",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+off",
}
FORBIDDEN_IN_STYLES = {
    "a data: address": r"url\(\s*.?data:",
    "another file": r"@import",
    "another host": r"url\(\s*.?(?:https?:)?//",
}
FORBIDDEN_IN_SCRIPTS = {
    "code from text": r"\beval\s*\(|new Function\b|setTimeout\(\s*[\"'`]",
    "markup from text": r"\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write\(",
    "another host": r"[\"'`](?:https?:)?//",
}


def faults(source: str, forbidden: dict[str, str]) -> list[str]:
    return [f"{name}: {found[0]}" for name, rule in forbidden.items() for found in re.finditer(rule, source)]


@pytest.mark.asvs("V3.2.2", "V1.2.3")
@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT / "templates")))
def test_a_template_holds_nothing_inline(file):
    assert faults(file.read_text(), FORBIDDEN_IN_TEMPLATES) == []


@pytest.mark.parametrize("file", sorted(STATIC.glob("css/*.css")), ids=lambda file: file.name)
def test_a_style_sheet_stands_alone(file):
    assert faults(file.read_text(), FORBIDDEN_IN_STYLES) == []


@pytest.mark.asvs("V3.2.2", "V1.3.2")
@pytest.mark.parametrize("file", sorted(STATIC.glob("js/*.js")), ids=lambda file: file.name)
def test_a_script_makes_no_code_from_text(file):
    assert faults(file.read_text(), FORBIDDEN_IN_SCRIPTS) == []


@pytest.mark.parametrize(
    "line",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<button hx-on:click="x()">',
        "<div hx-vals='js:{a: 1}'>",
        '<input hx-trigger="keyup[ctrlKey]">',
        '<a href="javascript:x()">',
        '<script src="https://cdn.example/x.js"></script>',
        "{{ text|safe }}",
    ],
)
def test_each_rule_finds_what_it_forbids(line):
    assert len(faults(line, FORBIDDEN_IN_TEMPLATES)) == 1
