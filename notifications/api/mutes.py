"""…/mute of a step, a pipeline or a credential's robot: for a time, what fits tells nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema, Status
from pydantic import Field

from notifications.api.lookups import by_id, kept_lane, pipeline_of, seen_lane
from notifications.models import Lane, Pipeline, Step
from notifications.queues import queues_of
from teams.api.bearer import PersonBearer
from teams.api.problems import FieldError, invalid
from teams.api.schemas import Moment, StrictSchema
from teams.models import Scope
from teams.permissions import Verb, require
from teams.signed_in import PersonRequest

if TYPE_CHECKING:
    from teams.models import User

router = Router(tags=["mutes"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)
HOURS_MAX = 720


class MuteIn(StrictSchema):
    """For how long: `hours` from now, or `until` a moment at most 30 days away; one of them."""

    hours: int | None = Field(default=None, ge=1, le=HOURS_MAX, examples=[8])
    drop_waiting: bool = Field(
        default=False, description="Also end what waits already: dead, with the reason that it was muted."
    )
    until: Moment | None = Field(default=None, strict=False, examples=["2026-12-01T09:00:00+08:00"])


class MuteOut(Schema):
    """Until when it is muted and by whom; both null while it is not."""

    until: datetime | None
    by: str | None = Field(description="null also for a person who is in none of your teams")


@router.get("/steps/{step_id}/mute", auth=READ, response=MuteOut)
def read_mute_of_step(request: PersonRequest, step_id: str) -> dict[str, Any]:
    """Show whether a step is muted itself."""
    return shown(_step(request, step_id))


@router.put("/steps/{step_id}/mute", auth=WRITE, response=MuteOut)
def mute_step(request: PersonRequest, step_id: str, body: MuteIn) -> dict[str, Any]:
    """Mute a step (editors and owners): events that fit it say so and tell nobody; nothing is sent late."""
    return _muted(_step(request, step_id, verb=Verb.STEP_MUTE), body, by=request.user)


@router.delete("/steps/{step_id}/mute", auth=WRITE, response={204: None})
def unmute_step(request: PersonRequest, step_id: str) -> Status:
    """Let a step notify again (editors and owners)."""
    _step(request, step_id, verb=Verb.STEP_MUTE).unmute(by=request.user)
    return Status(204, None)


@router.get("/pipelines/{team}/{identifier}/mute", auth=READ, response=MuteOut)
def read_mute_of_pipeline(request: PersonRequest, team: str, identifier: str) -> dict[str, Any]:
    """Show whether a pipeline is muted."""
    return shown(pipeline_of(request.user, team, identifier))


@router.put("/pipelines/{team}/{identifier}/mute", auth=WRITE, response=MuteOut)
def mute_pipeline(request: PersonRequest, team: str, identifier: str, body: MuteIn) -> dict[str, Any]:
    """Mute a pipeline (editors and owners): its events are taken in, and no step tells of them."""
    return _muted(_pipeline(request, team, identifier), body, by=request.user)


@router.delete("/pipelines/{team}/{identifier}/mute", auth=WRITE, response={204: None})
def unmute_pipeline(request: PersonRequest, team: str, identifier: str) -> Status:
    """Let steps tell of a pipeline again (editors and owners)."""
    _pipeline(request, team, identifier).unmute(by=request.user)
    return Status(204, None)


@router.get("/credentials/{credential_id}/mute", auth=READ, response=MuteOut)
def read_mute_of_robot(request: PersonRequest, credential_id: UUID) -> dict[str, Any]:
    """Show whether the robot behind a credential is muted."""
    return _shown_of_robot(request, seen_lane(request.user, credential_id))


@router.put("/credentials/{credential_id}/mute", auth=WRITE, response=MuteOut)
def mute_robot(request: PersonRequest, credential_id: UUID, body: MuteIn) -> dict[str, Any]:
    """Mute the robot behind a credential (its keepers): nothing new is owed to it, from whichever step."""
    lane = kept_lane(request.user, credential_id)
    _muted(lane, body, by=request.user)
    return _shown_of_robot(request, lane)


@router.delete("/credentials/{credential_id}/mute", auth=WRITE, response={204: None})
def unmute_robot(request: PersonRequest, credential_id: UUID) -> Status:
    """Let messages be owed to the robot again (its keepers)."""
    lane = kept_lane(request.user, credential_id)
    lane.unmute(by=request.user)
    return Status(204, None)


def shown(what: Step | Pipeline) -> dict[str, Any]:
    """Return the mute of what the team's own people mute."""
    return _said(what, what.muted_by)


def _shown_of_robot(request: PersonRequest, lane: Lane) -> dict[str, Any]:
    return _said(lane, queues_of([lane], request.user, now=timezone.now())[0].muted_by)


def _said(what: Step | Pipeline | Lane, by: User | None) -> dict[str, Any]:
    if not what.is_muted:
        return {"until": None, "by": None}
    return {"until": what.muted_until, "by": by.get_username() if by else None}


def _muted(what: Step | Pipeline | Lane, body: MuteIn, *, by: User) -> dict[str, Any]:
    if (body.hours is None) == (body.until is None):
        raise invalid([FieldError(field="until", message=gettext("Give either hours or until."))])
    until = body.until or timezone.now() + timedelta(hours=body.hours or 0)
    what.mute(until=until, by=by, drops_waiting=body.drop_waiting)
    return _said(what, by)


def _step(request: PersonRequest, step_id: str, *, verb: Verb | None = None) -> Step:
    found = by_id(Step.objects.visible_to(request.user).select_related("team"), step_id)
    if verb:
        require(request.user, verb, found.team)
    return found


def _pipeline(request: PersonRequest, team: str, identifier: str) -> Pipeline:
    found = pipeline_of(request.user, team, identifier)
    require(request.user, Verb.PIPELINE_MUTE, found.team)
    return found
