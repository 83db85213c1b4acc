"""When a source numbers no attempts: is this report a repetition, or did the job run again?

The rule. Two reports are the same one when they name the same job (the CI system's own job id where the
report has it, else run, stage and task) and the same status, nothing else was reported of that task in
between, and they were sent within a minute of each other. A rerun has another job id, or another status came
between, or it took longer than a minute: it is told again.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection

from notifications.models import Event, Pipeline
from notifications.reports import Report

# A sender repeats what got lost within seconds; a job that fails again ran for a while in between.
REPEATED_WITHIN = timedelta(minutes=1)
MILLISECOND = timedelta(milliseconds=1)


def told_apart(report: Report, *, pipeline: Pipeline, now: datetime) -> Report:
    """Return the report with the key of the event that it repeats, or with a new one.

    Call it in the transaction that stores the event: two copies of one report may come at the same moment.
    """
    if connection.features.has_select_for_update:
        Pipeline.objects.select_for_update(no_key=True).get(pk=pipeline.pk)
    sent_at = int(report.reported_at) if report.reported_at else int(now.timestamp() * 1000)
    beginning = f"{report.source}:{_job(report)}:"
    last = _last_key(report, pipeline)
    if last.startswith(beginning):
        apart = abs(sent_at - int(last.removeprefix(beginning))) * MILLISECOND
        if apart <= REPEATED_WITHIN:
            return replace(report, idempotency_key=last)
    return replace(report, idempotency_key=f"{beginning}{sent_at}")


def _job(report: Report) -> str:
    job = report.job or f"{len(report.stage)}:{report.stage}{report.task}"
    said = f"{len(report.run)}:{report.run}{report.status_text or report.status} {job}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _last_key(report: Report, pipeline: Pipeline) -> str:
    events = Event.objects.filter(
        pipeline=pipeline, task=report.task, branch=report.branch, run=report.run, stage=report.stage
    )
    return events.order_by("-pk").values_list("idempotency_key", flat=True).first() or ""
