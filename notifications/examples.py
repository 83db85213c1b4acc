"""Facts to try a step on: made-up ones about its own pipeline, or those of a report nobody stored."""

from __future__ import annotations

from dataclasses import fields, replace

from notifications.models import Step
from notifications.rendering import Facts
from notifications.reports import Report
from notifications.vocabulary import DEFAULT_EVENTS, NotificationEvent, event_of, sample_facts, status_of

SHARED = {each.name for each in fields(Facts)} & {each.name for each in fields(Report)} - {"status"}


def sample(step: Step, event: NotificationEvent | None = None) -> Facts:
    """Return made-up facts in the step's language that fire `event`, or the first event it chose."""
    chosen = [known for known in NotificationEvent if known in step.events]
    fired = event or next(iter(chosen), DEFAULT_EVENTS[0])
    made_up = sample_facts(fired, language=step.language, time_zone=step.team.time_zone)
    made_up = replace(made_up, team=step.team.name, task=step.task or made_up.task)
    if step.pipeline is None:
        return made_up
    return replace(made_up, pipeline_identifier=step.pipeline.identifier, pipeline_name=step.pipeline.name)


def of_report(report: Report, step: Step) -> Facts:
    """Return the facts of a report that is not stored, told as this step's pipeline would."""
    status = status_of(report.status)
    pipeline = step.pipeline
    said = {name: getattr(report, name) for name in SHARED}
    if pipeline is not None and not report.pipeline_name:
        said["pipeline_name"] = pipeline.name
    return Facts(
        pipeline_identifier=pipeline.identifier if pipeline else report.pipeline,
        team=step.team.name,
        time_zone=step.team.time_zone,
        status=status,
        occurrence=event_of(status),
        **said,
    )
