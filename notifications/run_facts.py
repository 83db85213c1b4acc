"""What an earlier event of the same run said fills what a hook cannot say: who, why and when.

A pipeline's first task may report `running` through the events API with the person, the trigger and the
start; the results that the CI system's own webhook reports later are then told with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from notifications import many, rows
from notifications.clockwork import engine
from notifications.models import Event
from notifications.reports import Report
from notifications.rows import Columns

# Facts of the whole run; those of a task (its reason, its end, its link) are never another task's.
OF_THE_RUN = (
    "trigger_type", "triggered_by", "started_at", "repository", "commit", "commit_message", "author",
    "pull_request_id", "pull_request_title", "source_branch", "source_commit", "comment", "company",
)  # fmt: skip
LOOKED_BACK = 300
EVENT = Columns(Event, only=["id", "pipeline", "run", "facts"])
LAST = f"""
    FROM {EVENT.table} e WHERE e.pipeline_id = a.pipeline AND e.run = a.run
    ORDER BY e.id DESC LIMIT {LOOKED_BACK}"""
Run = tuple[int, str]  # a pipeline's key, and the run's name


class Runs:
    """What was said of runs so far, by the last event that said it."""

    def __init__(self, runs: Collection[Run]) -> None:
        """Read it from the last events of these runs."""
        self._said: dict[Run, dict[str, Any]] = defaultdict(dict)
        for event in _last_events(runs):
            self._said[event.pipeline_id, event.run] |= _of_the_run(event.facts)

    def add(self, run: Run, report: Report) -> None:
        """Take in a report that is stored after them."""
        self._said[run] |= _of_the_run(vars(report))

    def told(self, run: Run, report: Report) -> Report:
        """Return the report with the run's facts that it lacks."""
        found = {name: value for name, value in self._said[run].items() if not getattr(report, name)}
        return replace(report, **found) if found else report


def _of_the_run(said: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: said[name] for name in OF_THE_RUN if said.get(name)}
    if isinstance(started_at := found.get("started_at"), str):  # as it is stored
        found["started_at"] = datetime.fromisoformat(started_at)
    return found


def _last_events(runs: Collection[Run]) -> list[Event]:
    """Return the last events of each run, in their order."""
    if engine.is_postgresql():
        joined = f"CROSS JOIN LATERAL (SELECT e.* {LAST}) found"
    else:
        joined = f"JOIN {EVENT.table} found ON found.id IN (SELECT e.id {LAST})"
    asked, parameters = many.table(runs, ["bigint", "text"])
    statement = f"""
        WITH a(pipeline, run) AS ({asked}) SELECT {EVENT.of("found")} FROM a {joined}
        ORDER BY found.id"""  # noqa: S608  # no value in it
    return EVENT.read_all(rows.select(statement, parameters))
