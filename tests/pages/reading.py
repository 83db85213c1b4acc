"""A page as people read it."""

from __future__ import annotations

import html
import re

SKIPPED = re.compile(r"<(script|style|svg|head)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def words(answer) -> str:
    """Return the text of a page, without markup, with single spaces."""
    shown = TAG.sub(" ", SKIPPED.sub(" ", answer.content.decode()))
    return " ".join(html.unescape(shown).split())


def main(answer) -> str:
    """Return the text of a page's main part: without the rail."""
    found = re.search(r"<main\b.*</main>", answer.content.decode(), re.DOTALL)
    shown = TAG.sub(" ", SKIPPED.sub(" ", found[0]))
    return " ".join(html.unescape(shown).split())


def links(answer) -> list[str]:
    """Return where the links of a page lead."""
    return [html.unescape(href) for href in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', answer.content.decode())]


def options(answer, name) -> list[str]:
    """Return the words of a select's options."""
    select = re.search(rf'<select\b[^>]*\bname="{name}".*?</select>', answer.content.decode(), re.DOTALL)
    found = re.findall(r"<option\b[^>]*>(.*?)</option>", select[0], re.DOTALL)
    return [html.unescape(option).strip() for option in found]


def chosen(answer, name) -> str:
    """Return the value of a select's chosen option."""
    select = re.search(rf'<select\b[^>]*\bname="{name}".*?</select>', answer.content.decode(), re.DOTALL)
    return re.search(r'<option value="([^"]*)" selected', select[0])[1]


def value(answer, name) -> str:
    """Return what an input or a text area of the page holds."""
    page = answer.content.decode()
    area = re.search(rf'<textarea\b[^>]*\bname="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    if area:
        return html.unescape(area[1])
    field = re.search(rf'<input\b[^>]*\bname="{name}"[^>]*>', page)[0]
    given = re.search(r'\bvalue="([^"]*)"', field)
    return html.unescape(given[1]) if given else ""


def errors_at(answer, name) -> list[str]:
    """Return the errors that stand at a field, and fail when its control does not say it is invalid."""
    errors = answer.context["form"].errors.get(name, [])
    if errors:
        assert f'id="id_{name}_error"' in answer.content.decode()
    return list(errors)
