"""The lines of a merged message: one for each kind of news, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from notifications.escaping import escape, link, safe_url
from notifications.rendering.blocks import BULLETS
from notifications.rendering.cutting import shorten, size
from notifications.rendering.mentions import is_user_id
from notifications.rendering.wording import OPEN_RUN
from notifications.vocabulary import DEFAULT_LANGUAGE, MessageType, NotificationEvent, Status
from notifications.vocabulary.wording import time_words

NAME_MAX_BYTES, RUN_MAX_BYTES, FIRST_LINE_MAX_BYTES, URL_MAX_BYTES = 100, 40, 120, 300
PIECES_MAX = 10  # runs or ranges of runs named in one line
DIGITS_MAX = 18  # a longer run is a name and not a number that follows another
RANGE_FROM = 3  # so many runs in a row are written as the first and the last


class Waiting(NamedTuple):
    """What a merged message can say of one that waits; `since` is told where it is given."""

    dialect: MessageType
    status: Status
    occurrence: NotificationEvent | None
    pipeline: str
    run: str
    task: str
    url: str
    line: str
    language: str
    users: tuple[str, ...] = ()
    everybody: bool = False
    since: datetime | None = None

    @classmethod
    def read(
        cls, digest: Mapping[str, Any], dialect: MessageType, *, since: datetime | None = None
    ) -> Waiting:
        """Return what a stored digest says."""
        told, mentions = digest.get, digest.get("mentions", {})
        occurrence = told("occurrence")
        return cls(
            dialect=dialect,
            status=Status(told("status", Status.UNKNOWN)),
            occurrence=NotificationEvent(occurrence) if occurrence else None,
            pipeline=str(told("pipeline") or ""),
            run=str(told("run") or ""),
            task=str(told("task") or ""),
            url=str(told("url") or ""),
            line=str(told("line") or ""),
            language=told("language", DEFAULT_LANGUAGE),
            users=tuple(user for user in mentions.get("users", ()) if is_user_id(user)),
            everybody=bool(mentions.get("all")),
            since=since,
        )

    @property
    def kind(self) -> tuple[str, str, str]:
        """Return what alike ones share."""
        return self.pipeline, self.task, self.occurrence or self.status

    def headline(self, language: str) -> str:
        """Return the status in words."""
        words = self.occurrence.kind.headline if self.occurrence else self.status.words
        return words.to(language)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line and how many of the waiting it tells of."""

    text: str
    count: int

    @property
    def bytes(self) -> int:
        """Return its size with the line break before it."""
        return size(self.text) + 1


def lines_of(
    newest_first: Iterable[Waiting], language: str, dialect: MessageType, *, time_zone: str
) -> Iterator[Line]:
    """Return a line for each kind, where the newest of the kind stands."""
    alike: dict[tuple[str, str, str], list[Waiting]] = {}
    for each in newest_first:
        alike.setdefault(each.kind, []).append(each)
    for group in alike.values():
        yield Line(text=_line(group, language, dialect, time_zone=time_zone), count=len(group))


def _line(group: Sequence[Waiting], language: str, dialect: MessageType, *, time_zone: str) -> str:
    newest = group[0]

    def shown(value: str, max_bytes: int) -> str:
        return shorten(escape(value, dialect), max_bytes)

    times = f" ×{len(group)}" if len(group) > 1 else ""
    runs = " ".join(
        _runs([each.run if _is_number(each.run) else shown(each.run, RUN_MAX_BYTES) for each in group])
    )
    safe = safe_url(newest.url)
    is_short = safe is not None and size(safe) <= URL_MAX_BYTES
    parts = (
        coloured(newest, language, dialect) + times,
        f"{shown(newest.pipeline, NAME_MAX_BYTES)} {runs}".strip(),
        shown(newest.task, NAME_MAX_BYTES),
        time_words(newest.since, language, time_zone),
        link(newest.url, OPEN_RUN.to(language), dialect) if is_short else "",
        shown(newest.line, FIRST_LINE_MAX_BYTES),
    )
    return BULLETS[dialect] + " · ".join(part for part in parts if part)


def coloured(waiting: Waiting, language: str, dialect: MessageType) -> str:
    """Return the status as the dialect can show it: in colour, or with a picture."""
    headline = waiting.headline(language)
    if dialect is MessageType.MARKDOWN:
        return f'<font color="{waiting.status.colour}">{headline}</font>'
    return f"{waiting.status.mark} {headline}"


def _runs(newest_first: Sequence[str]) -> Iterator[str]:
    """Return the runs, each once, in a few words; those for which there are too many only as their number."""
    runs = list(dict.fromkeys(run for run in newest_first if run))
    pieces = list(_in_a_row(runs))
    for piece in pieces[:PIECES_MAX]:
        yield (
            f"#{piece[-1]}–#{piece[0]}" if len(piece) >= RANGE_FROM else " ".join(f"#{run}" for run in piece)
        )
    if left := sum(len(piece) for piece in pieces[PIECES_MAX:]):
        yield f"+{left}"


def _in_a_row(newest_first: Sequence[str]) -> Iterator[list[str]]:
    if not newest_first:
        return
    row = [newest_first[0]]
    for newer, older in pairwise(newest_first):
        if not _is_next(older, newer):
            yield row
            row = []
        row.append(older)
    yield row


def _is_next(older: str, newer: str) -> bool:
    if not (_is_number(older) and _is_number(newer)):
        return False
    before = int(older)
    return before + 1 == int(newer) and older == str(before)


def _is_number(run: str) -> bool:
    return run.isdigit() and run.isascii() and len(run) <= DIGITS_MAX
