"""An event as it is reported (for the documentation; `event_bodies` checks it) and as it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from ninja import Schema
from pydantic import ConfigDict, Field

from notifications.api.receipts import OwedDelivery
from notifications.decisions import Decision
from notifications.models import Event
from teams.api.schemas import Id


class PullRequest(Schema):
    """The pull request that a run belongs to."""

    id: str | None = None
    title: str | None = None


class EventBody(Schema):
    """One pipeline or task entering a status; `null` means absent, members not listed are ignored."""

    model_config = ConfigDict(extra="ignore")

    pipeline: str | None = Field(
        default=None,
        description="Its identifier; with a person's token `team/identifier`. A pipeline's token needs none.",
        examples=["web-portal"],
    )
    run: str | int = Field(description="The build number.", examples=["1287"])
    status: str = Field(
        description="queued, running, waiting, succeeded, failed, canceled or skipped; any other word is"
        " kept, counts as unknown and notifies nobody.",
        examples=["failed"],
    )
    attempt: int | None = Field(
        default=1, description="1 for the first; a rerun of the same build counts on."
    )
    stage: str | None = Field(default=None, examples=["构建"])
    task: str | None = Field(default=None, examples=["构建镜像"])
    trigger_type: str | None = Field(default=None, examples=["push"])
    triggered_by: str | None = Field(default=None, examples=["lilei"])
    url: str | None = Field(default=None, examples=["https://ci.example.com/runs/1287"])
    repository: str | None = None
    branch: str | None = None
    commit: str | None = None
    commit_message: str | None = None
    author: str | None = None
    pull_request: PullRequest | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure_reason: str | None = None
    variables: dict[str, str] | None = Field(default=None, description="More values for `${NAME}`.")
    idempotency_key: str | None = Field(default=None, description="The same key again is the same event.")
    pipeline_display_name: str | None = None
    stage_display_name: str | None = None
    stage_strategy: str | None = Field(default=None, examples=["auto"])
    source_branch: str | None = None
    source_commit: str | None = None
    comment: str | None = None
    company: str | None = None


def inlined(schema: type[Schema]) -> dict[str, Any]:
    """Return a schema's description with the ones it names in their places, for it stands in no register."""
    described = schema.model_json_schema()
    named = described.pop("$defs", {})
    for name, member in described["properties"].items():
        kinds = member.get("anyOf", [])
        inner = [named[kind["$ref"].rsplit("/", 1)[-1]] if "$ref" in kind else kind for kind in kinds]
        described["properties"][name] = member | ({"anyOf": inner} if inner else {})
    return described


class StepDecision(Schema):
    """Whether a step fired for the event, and why, in words."""

    step: Id
    name: str
    matched: bool
    reason: str


class EventOut(Schema):
    """An event as it was reported, and what every step made of it."""

    id: Id
    pipeline: str
    source: str
    reporter: str
    status: str
    status_text: str
    previous_status: str | None
    occurrence: str | None = Field(description="The notification event it fires, such as recovered.")
    run: str
    attempt: int
    stage: str
    task: str
    branch: str
    facts: dict[str, Any]
    idempotency_key: str
    occurred_at: datetime
    received_at: datetime
    steps: list[StepDecision]
    deliveries: list[OwedDelivery]


def shown(event: Event) -> dict[str, Any]:
    """Return an event as `EventOut` reads it."""
    own = {name: getattr(event, name) for name in OWN}
    return own | {
        "id": event.pk,
        "pipeline": event.pipeline.full_name,
        "previous_status": event.previous_status or None,
        "occurrence": event.occurrence or None,
        "steps": [_decision(kept) for kept in event.decisions],
        "deliveries": [
            {"id": each.pk, "step": each.step_id, "credential": each.credential_id, "state": each.state}
            for each in event.deliveries.order_by("pk")
        ],
    }


OWN = (
    "source", "reporter", "status", "status_text", "run", "attempt", "stage", "task", "branch", "facts",
    "idempotency_key", "occurred_at", "received_at",
)  # fmt: skip


def _decision(kept: dict[str, Any]) -> dict[str, Any]:
    decision = Decision.read(kept)
    reason = decision.reason(get_language() or "")
    return {"step": decision.step, "name": decision.name, "matched": decision.is_match, "reason": reason}
