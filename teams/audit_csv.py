"""The audit trail as CSV, piece by piece: however long it is, no more than some rows of it are in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext

from teams.audit_words import spoken_name
from teams.models import AuditEntry
from teams.spreadsheets import BYTE_ORDER_MARK, line

ROWS_AT_ONCE = 1000


def pieces(entries: QuerySet[AuditEntry], *, language: str) -> Iterator[str]:
    """Yield the file's text, newest entry first; its heading and what happened in this language.

    Each piece is a query of its own: whoever downloads slowly keeps no transaction open.
    """
    with translation.override(language):
        yield BYTE_ORDER_MARK + line(_heading())
        entries = entries.order_by("-pk")
        rows = list(entries[:ROWS_AT_ONCE])
        while rows:
            yield "".join(line(_row(entry)) for entry in rows)
            rows = list(entries.filter(pk__lt=rows[-1].pk)[:ROWS_AT_ONCE])


def _heading() -> list[str]:
    return [
        gettext("Number"),
        gettext("Time"),
        gettext("Who"),
        gettext("What"),
        gettext("About"),
        gettext("Team"),
        gettext("Before"),
        gettext("After"),
        gettext("Address"),
        gettext("Verb"),
    ]


def _row(entry: AuditEntry) -> list[object]:
    """Return an entry's cells; before and after are JSON, the time is the site's with its distance to UTC."""
    return [
        entry.pk,
        timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
        entry.actor_name if entry.actor_id else spoken_name(entry.actor_name),
        entry.phrase,
        entry.target,
        entry.team_slug,
        _json(entry.before),
        _json(entry.after),
        entry.address,
        entry.verb,
    ]


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False) if said else ""
