"""Bodies and answers of pipelines, and of what reports for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from notifications.models import Hook, Pipeline, Token
from notifications.sources import source_of
from teams.api.schemas import Id, StrictSchema


class PipelineOut(Schema):
    """A pipeline; bodies and filters name it by `full_name`."""

    id: Id
    team: str
    identifier: str
    full_name: str
    name: str
    muted_until: datetime | None = Field(description="See …/mute; null while it is not muted.")
    created_at: datetime

    @staticmethod
    def resolve_muted_until(pipeline: Pipeline) -> datetime | None:
        return pipeline.muted_until if pipeline.is_muted else None

    @staticmethod
    def resolve_team(pipeline: Pipeline) -> str:
        return pipeline.team.slug


class PipelineCreation(StrictSchema):
    """A new pipeline; its identifier is unique in its team and never changes."""

    team: str = Field(examples=["shop"])
    identifier: str = Field(examples=["web-portal"])
    name: str = Field(examples=["Web portal"])


class PipelineChange(StrictSchema):
    """What is left out stays."""

    name: str | None = None


class TokenCreation(StrictSchema):
    """A token's name; a team's token may create a pipeline from its first event."""

    name: str = Field(examples=["CI"])
    creates_pipelines: bool = True


class TokenOut(Schema):
    """A token, without its text."""

    id: Id
    name: str
    hint: str
    team: str
    pipeline: str | None
    creates_pipelines: bool
    created_at: datetime
    last_used_at: datetime | None


class NewToken(TokenOut):
    """A token with its text, shown this once."""

    token: str


class HookCreation(StrictSchema):
    """The CI system whose webhook will post; a team's hook may create a pipeline from its first event."""

    source: str = Field(examples=["gitee"])
    creates_pipelines: bool = True


class HookOut(Schema):
    """A hook, without its secret."""

    id: Id
    source: str
    grade: str | None = Field(
        description="How much the source's signature proves, A to D; null for a source not known any more."
    )
    url: str
    team: str
    pipeline: str | None
    creates_pipelines: bool
    created_at: datetime
    last_used_at: datetime | None


class NewHook(HookOut):
    """A hook with its secret, shown this once."""

    secret: str


def token_shown(token: Token) -> dict[str, Any]:
    """Return a token as `TokenOut` reads it."""
    return {name: getattr(token, name) for name in ("name", "hint", *SAME)} | _whose(token, token.pk)


def hook_shown(hook: Hook) -> dict[str, Any]:
    """Return a hook as `HookOut` reads it; its id is the one in its address."""
    system = source_of(hook.source)
    shown = {name: getattr(hook, name) for name in ("source", "url", *SAME)}
    return shown | {"grade": system.grade if system else None} | _whose(hook, hook.public_id)


SAME = ("creates_pipelines", "created_at", "last_used_at")


def _whose(reporter: Token | Hook, key: object) -> dict[str, Any]:
    pipeline = reporter.pipeline.full_name if reporter.pipeline else None
    return {"id": key, "team": reporter.team.slug, "pipeline": pipeline}
