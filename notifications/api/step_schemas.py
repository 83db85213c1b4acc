"""Bodies and answers of /steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from notifications.models import Step
from notifications.vocabulary import DEFAULT_FIELDS
from teams.api.schemas import Id, StrictSchema


class Mentions(StrictSchema):
    """Whom a message mentions: user_ids of WeCom, everybody, who triggered the run."""

    users: list[str] = Field(default=[], examples=[["lilei", "hanmeimei"]])
    all: bool = False
    trigger_user: bool = False


class Condition(StrictSchema):
    """What a variable must be; `matches` takes a pattern such as `release/*`."""

    variable: str = Field(examples=["BRANCH"])
    operator: str = Field(description="equals, not_equals, starts_with, contains or matches")
    value: str = Field(examples=["release/*"])


class StepBody(StrictSchema):
    """A notification step; `pipeline` or `team`, `name` and `credential` are required."""

    pipeline: str | None = Field(default=None, description="team/identifier", examples=["shop/web-portal"])
    team: str | None = Field(default=None, description="Alone: the step serves all of the team's pipelines.")
    name: str = ""
    task: str = Field(default="", description="Only this task's events; empty for all.")
    credential: str = ""
    events: list[str] = Field(
        default=["failed"], description="started, succeeded, failed, canceled, … recovered"
    )
    content_fields: list[str] = list(DEFAULT_FIELDS)
    custom_content: str = Field(default="", description="Text and WeCom Markdown with `${VARIABLES}`.")
    allow_custom_names: bool = Field(
        default=False, description="Names that only your pipeline sends are fine."
    )
    mentions: Mentions = Mentions()
    message_type: str = Field(default="markdown", description="markdown, markdown_v2 or text")
    language: str = Field(default="zh-hans", description="zh-hans, en or ru; the team's unless given")
    conditions: list[Condition] = []
    only_on_change: bool = False
    urgent: bool = False
    enabled: bool = True
    on_ambiguous: str = Field(default="resend", description="resend or hold")


class StepOut(Schema):
    """A step as it is stored."""

    id: Id
    pipeline: str | None
    team: str
    name: str
    task: str
    credential: Id
    events: list[str]
    content_fields: list[str]
    custom_content: str
    allow_custom_names: bool
    mentions: Mentions
    message_type: str
    language: str
    conditions: list[Condition]
    only_on_change: bool
    urgent: bool
    enabled: bool
    on_ambiguous: str
    muted_until: datetime | None = Field(description="See /steps/{id}/mute; null while it is not muted.")
    created_at: datetime
    updated_at: datetime


SAME = (
    "name", "task", "events", "content_fields", "custom_content", "allow_custom_names", "message_type",
    "language", "conditions", "only_on_change", "urgent", "on_ambiguous",
)  # fmt: skip


def shown(step: Step) -> dict[str, Any]:
    """Return a step as `StepOut` reads it."""
    return {name: getattr(step, name) for name in (*SAME, "created_at", "updated_at")} | {
        "id": step.pk,
        "pipeline": step.pipeline.full_name if step.pipeline else None,
        "team": step.team.slug,
        "credential": step.credential_id,
        "enabled": step.is_enabled,
        "muted_until": step.muted_until if step.is_muted else None,
        "mentions": {
            "users": step.mention_users,
            "all": step.mention_all,
            "trigger_user": step.mention_trigger_user,
        },
    }
