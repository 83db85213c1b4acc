"""Reports that bring a token: who they come from is looked up by whoever commits the group they are in.

So a request's own thread asks the database nothing: each statement would give the interpreter to another
thread, and wait to get it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notifications import known_reporters
from notifications.clockwork import sessions
from notifications.clockwork.combining import Combined
from notifications.incoming import Incoming
from notifications.intake import TOGETHER_MAX, Receipt, receive_many
from notifications.known_reporters import Meant, Named
from notifications.reports import Report

Outcome = Receipt | Exception


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """What one request brought: its token's digest and its reports."""

    digest: str
    reports: Sequence[Report]

    def __len__(self) -> int:
        return len(self.reports)


def receive(reports: Sequence[Report], *, digest: str) -> list[Outcome] | None:
    """Receive the reports of one token; committed when it returns, with what became of each.

    None, and nothing is stored, when the token or a pipeline takes a closer look. Raises as `receive_many`.
    """
    return _combined.ask(Brought(digest=digest, reports=reports))


def _received(group: Sequence[Brought]) -> list[list[Outcome] | None]:
    try:
        incoming = _incoming(group)
        taken = iter(receive_many([each for several in incoming if several for each in several]))
        return [None if several is None else [next(taken) for _ in several] for several in incoming]
    finally:
        sessions.give_back()


def _incoming(group: Sequence[Brought]) -> list[list[Incoming] | None]:
    """Return what intake takes, for each request; None for one with a report that takes a closer look."""
    meant = known_reporters.pipelines_meant(
        list({(brought.digest, report.pipeline) for brought in group for report in brought.reports})
    )
    return [_known(brought, meant) for brought in group]


def _known(brought: Brought, meant: Mapping[Named, Meant]) -> list[Incoming] | None:
    found = []
    for report in brought.reports:
        who = meant.get((brought.digest, report.pipeline))
        if who is None:
            return None
        found.append(Incoming(report=report, pipeline=who[0], reporter=who[1]))
    return found


_combined: Combined[Brought, list[Outcome] | None] = Combined(_received, most=TOGETHER_MAX, weight=len)
