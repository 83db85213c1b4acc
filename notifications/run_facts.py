"""What an earlier event of the same run said fills what a hook cannot say: who, why and when.

A pipeline's first task may report `running` through the events API with the person, the trigger and the
start; the results that the CI system's own webhook reports later are then told with them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from notifications import facts
from notifications.models import Event, Pipeline
from notifications.reports import Report

# Facts of the whole run; those of a task (its reason, its end, its link) are never another task's.
OF_THE_RUN = (
    "trigger_type", "triggered_by", "started_at", "repository", "commit", "commit_message", "author",
    "pull_request_id", "pull_request_title", "source_branch", "source_commit", "comment", "company",
)  # fmt: skip
LOOKED_BACK = 300


def with_earlier(report: Report, *, pipeline: Pipeline) -> Report:
    """Return the report with the run's facts that it lacks, from that run's events among the last ones."""
    lacking = [name for name in OF_THE_RUN if not getattr(report, name)]
    recent = Event.objects.filter(pipeline=pipeline).order_by("-pk").values_list("pk", "run")[:LOOKED_BACK]
    same_run = [pk for pk, run in recent if run == report.run]
    if not lacking or not same_run:
        return report
    found: dict[str, Any] = {}
    for event in Event.objects.filter(pk__in=same_run).select_related("pipeline__team"):
        said = facts.of_event(event)
        for name in lacking:
            if value := getattr(said, name):
                found.setdefault(name, value)
    return replace(report, **found)
