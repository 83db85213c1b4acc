"""The first line of every message: what happened, where, and in which run."""

from __future__ import annotations

from collections.abc import Callable

from notifications.escaping import escape
from notifications.rendering.cutting import shorten, size
from notifications.rendering.layout import Layout
from notifications.rendering.wording import ATTEMPT, TEST_MARK
from notifications.vocabulary import Facts, MessageType, status_words

LONG_TITLE_VALUE_BYTES = 200


def title_of(facts: Facts, layout: Layout, dialect: MessageType) -> str:
    """Return the title; only one that would fill half a message has its values shortened."""
    title = _title(facts, layout, dialect, lambda value: value)
    if size(title) <= dialect.max_bytes // 2:
        return title
    return _title(facts, layout, dialect, lambda value: shorten(value, LONG_TITLE_VALUE_BYTES))


def _title(facts: Facts, layout: Layout, dialect: MessageType, fit: Callable[[str], str]) -> str:
    def shown(value: str) -> str:
        return fit(escape(value, dialect))

    mark = TEST_MARK.to(layout.language) if layout.is_test else ""
    where = " / ".join(
        shown(name) for name in (facts.pipeline_label, facts.task or facts.stage_label) if name
    )
    run = f" #{shown(facts.run)}" if facts.run else ""
    attempt = ATTEMPT.to(layout.language).format(facts.attempt) if facts.attempt > 1 else ""
    headline = _coloured(shown(_headline(facts, layout.language)), facts, dialect)
    prefix = "" if dialect is MessageType.TEXT else "### "
    return f"{prefix}{mark}{headline} · {where}{run}{attempt}"


def _headline(facts: Facts, language: str) -> str:
    if facts.occurrence is not None:
        return facts.occurrence.kind.headline.to(language)
    return status_words(facts, language)


def _coloured(headline: str, facts: Facts, dialect: MessageType) -> str:
    if dialect is MessageType.MARKDOWN:
        return f'<font color="{facts.status.colour}">{headline}</font>'
    return f"{facts.status.mark} {headline}"
