"""Bodies and answers of /credentials; no member ever holds a key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from credentials.models import Credential
from credentials.readers import Reader
from teams.api.schemas import Id, StrictSchema


class StepUsing(Schema):
    """A step that uses the credential."""

    id: Id
    name: str
    team: str


class CredentialOut(Schema):
    """A credential; what only its keepers may know is null for others."""

    id: Id
    name: str
    description: str
    endpoint: str | None
    key_hint: str | None = Field(description="The last four characters of the key.")
    teams: list[str]
    all_teams: bool
    owning_team: str | None
    enabled: bool
    auto_disabled_at: datetime | None = Field(
        description="When the system disabled it, because its robot took nothing for five days."
    )
    used_by: list[StepUsing]
    last_used_at: datetime | None
    last_outcome: str | None
    last_errcode: int | None
    key_replaced_at: datetime | None
    created_at: datetime


class CredentialCreation(StrictSchema):
    """A new credential; `webhook_url` is the robot's whole address or its key alone."""

    name: str
    webhook_url: str = Field(json_schema_extra={"writeOnly": True})
    teams: list[str] = []
    all_teams: bool = False
    description: str = ""


class CredentialChange(StrictSchema):
    """What is left out stays."""

    name: str = ""
    description: str = ""
    teams: list[str] = []
    all_teams: bool = False
    enabled: bool = True


class NewKey(StrictSchema):
    """The robot's whole address or its key alone."""

    webhook_url: str = Field(json_schema_extra={"writeOnly": True})


def represent(credential: Credential, reader: Reader) -> dict[str, Any]:
    """Return a credential as `CredentialOut` reads it, with no more than this reader may know."""
    is_keeper = reader.keeps(credential)
    team = credential.owning_team
    return {
        "id": credential.pk,
        "name": credential.name,
        "description": credential.description,
        "endpoint": credential.endpoint if is_keeper else None,
        "key_hint": credential.key_hint if is_keeper else None,
        "teams": [each.slug for each in reader.teams_of(credential)],
        "all_teams": credential.is_shared_with_all,
        "owning_team": team.slug if team else None,
        "enabled": credential.is_enabled,
        "auto_disabled_at": credential.auto_disabled_at,
        "used_by": [
            {"id": step.pk, "name": step.name, "team": step.team.slug} for step in reader.steps_of(credential)
        ],
        "last_used_at": credential.last_used_at,
        "last_outcome": credential.last_outcome or None,
        "last_errcode": credential.last_errcode,
        "key_replaced_at": credential.key_replaced_at,
        "created_at": credential.created_at,
    }
