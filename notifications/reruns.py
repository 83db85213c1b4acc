"""When a source numbers no attempts: is this report a repetition, or did the job run again?

The rule. Two reports are the same one when they name the same job (the CI system's own job id where the
report has it, else run, stage and task) and the same status, nothing else was reported of that task in
between, and they were sent within a minute of each other. A rerun has another job id, or another status came
between, or it took longer than a minute: it is told again.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from notifications.reports import Report

# A sender repeats what got lost within seconds; a job that fails again ran for a while in between.
REPEATED_WITHIN_MS = 60_000


def own_key(report: Report, *, came_at: datetime) -> str:
    """Return the key of a report that repeats no other: its job, and when it was sent."""
    sent_at = int(report.reported_at) if report.reported_at else int(came_at.timestamp() * 1000)
    return f"{report.source}:{_job(report)}:{sent_at}"


def key_after(last: str, *, own: str) -> str:
    """Return the key of a report that follows an event of its task: that one's, if it repeats it.

    Both are told by their keys.
    """
    job, _, sent_at = own.rpartition(":")
    last_job, _, last_sent_at = last.rpartition(":")
    # A token's report may have any key at all.
    if last_job != job or not last_sent_at.isdecimal():
        return own
    return last if abs(int(sent_at) - int(last_sent_at)) <= REPEATED_WITHIN_MS else own


def _job(report: Report) -> str:
    job = report.job or f"{len(report.stage)}:{report.stage}{report.task}"
    said = f"{len(report.run)}:{report.run}{report.status_text or report.status} {job}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
