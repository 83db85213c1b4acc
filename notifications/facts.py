"""What the renderer works on, made from what is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from notifications.models import Event, Step
from notifications.rendering import Facts, Layout
from notifications.reports import Report
from notifications.vocabulary import MessageType, NotificationEvent, Status

TEXTS = (
    "pipeline_name", "stage_name", "stage_strategy", "trigger_type", "triggered_by", "url", "repository",
    "commit", "commit_message", "author", "pull_request_id", "pull_request_title", "source_branch",
    "source_commit", "comment", "company", "failure_reason",
)  # fmt: skip
TIMES = ("started_at", "finished_at")


def stored(report: Report) -> dict[str, Any]:
    """Return what a report said beside the event's own columns, as JSON; what it did not say is left out."""
    texts = {name: getattr(report, name) for name in TEXTS}
    times: dict[str, Any] = {name: moment.isoformat() for name in TIMES if (moment := getattr(report, name))}
    variables = {"variables": dict(report.variables)} if report.variables else {}
    return {name: text for name, text in texts.items() if text} | times | variables


def of_event(event: Event, *, occurrence: NotificationEvent | None = None) -> Facts:
    """Return the facts of a stored event; `occurrence` when a step tells it as another one."""
    known = dict(event.facts)
    pipeline = event.pipeline
    times: dict[str, Any] = {name: datetime.fromisoformat(known.pop(name)) for name in TIMES if name in known}
    return Facts(
        pipeline_identifier=pipeline.identifier,
        pipeline_name=known.pop("pipeline_name", "") or pipeline.name,
        team=pipeline.team.name,
        time_zone=pipeline.team.time_zone,
        run=event.run,
        attempt=event.attempt,
        stage=event.stage,
        task=event.task,
        branch=event.branch,
        status=Status(event.status),
        status_text=event.status_text,
        previous_status=Status(event.previous_status) if event.previous_status else None,
        occurrence=occurrence or (NotificationEvent(event.occurrence) if event.occurrence else None),
        **times,
        **known,
    )


def told_as(facts: Facts, occurrence: NotificationEvent) -> Facts:
    """Return the same facts for a step that chose this event of theirs."""
    return facts if facts.occurrence is occurrence else replace(facts, occurrence=occurrence)


def layout_of(step: Step) -> Layout:
    """Return the message part of a step, saved or not."""
    return Layout(
        content_fields=tuple(step.content_fields),
        custom_content=step.custom_content,
        mention_users=tuple(step.mention_users),
        mention_all=step.mention_all,
        mention_trigger_user=step.mention_trigger_user,
        message_type=MessageType(step.message_type),
        language=step.language,
    )
