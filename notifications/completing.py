"""What hooks leave open of their reports, found out for a whole group: attempts, and facts of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from notifications import many, reruns, rows, run_facts
from notifications.incoming import Incoming
from notifications.models import Event
from notifications.reports import Report

EVENTS = Event._meta.db_table  # noqa: SLF001  # Django documents it
Task = tuple[int, str, str, str, str]
ASKED = {"position": "integer", "pipeline": "bigint", "run": "text", "stage": "text", "task": "text",
         "branch": "text", "key": "text"}  # fmt: skip
# The key of the last event of each report's task, and whether the report's own key is stored.
STORED = f"""
    WITH a({", ".join(ASKED)}) AS (%(asked)s)
    SELECT position, (
        SELECT e.idempotency_key FROM {EVENTS} e
        WHERE e.pipeline_id = a.pipeline AND e.run = a.run AND e.stage = a.stage AND e.task = a.task
            AND e.branch = a.branch
        ORDER BY e.id DESC LIMIT 1
    ), EXISTS (SELECT 1 FROM {EVENTS} e WHERE e.pipeline_id = a.pipeline AND e.idempotency_key = a.key)
    FROM a"""  # noqa: S608  # no value in it


def completed(group: Sequence[Incoming]) -> Sequence[Incoming]:
    """Return a group with what was left open, each as if those before it were stored.

    Call it in the transaction that stores the group: two copies of one report may come at the same moment.
    """
    # Another run's report matters too: one with the same key makes a later one its copy.
    pipelines = {each.pipeline.pk for each in group if each.left_open}
    if not pipelines:
        return group
    told = _Told([each for each in group if each.pipeline.pk in pipelines])
    return [told.completed(each) if each.pipeline.pk in pipelines else each for each in group]


class _Told:
    """What is told of some pipelines: what is stored of them, and what a group has brought so far."""

    def __init__(self, group: Sequence[Incoming]) -> None:
        self._runs = run_facts.Runs({each.of_run for each in group if each.left_open})
        self._last: dict[Task, str] = {}
        self._keys: set[tuple[int, str]] = set()
        asked = [(at, *_task(each), _own_key(each)) for at, each in enumerate(group)]
        table, parameters = many.table(asked, [*ASKED.values()])
        for at, last, is_stored in rows.select(STORED % {"asked": table}, parameters):
            each, pipeline = group[at], group[at].pipeline.pk
            if last is not None:
                self._last[_task(each)] = last
                self._keys.add((pipeline, last))
            if is_stored:
                self._keys.add((pipeline, _own_key(each)))

    def completed(self, incoming: Incoming) -> Incoming:
        """Return it with what was left open, and take it in for those that follow."""
        report = self._report(incoming)
        self._take_in(incoming, report)
        return replace(incoming, report=report) if report is not incoming.report else incoming

    def _report(self, incoming: Incoming) -> Report:
        report, open_ = incoming.report, incoming.left_open
        if open_ is None:
            return report
        if not open_.has_attempts:
            own = _own_key(incoming)
            key = reruns.key_after(self._last.get(_task(incoming), ""), own=own)
            report = replace(report, idempotency_key=key)
        return self._runs.told(incoming.of_run, report)

    def _take_in(self, incoming: Incoming, report: Report) -> None:
        key = incoming.pipeline.pk, report.key
        if key not in self._keys:
            self._keys.add(key)
            self._last[_task(incoming)] = report.key
            self._runs.add(incoming.of_run, report)


def _task(incoming: Incoming) -> Task:
    report = incoming.report
    return *incoming.of_run, report.stage, report.task, report.branch


def _own_key(incoming: Incoming) -> str:
    open_ = incoming.left_open
    if open_ is None or open_.has_attempts:
        return incoming.report.key
    return reruns.own_key(incoming.report, came_at=open_.came_at)
