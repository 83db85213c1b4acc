"""Hooks of a pipeline or a team: made with a secret shown once, listed without it, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Router, Status

from notifications.api.lookups import pipeline_of, team_of
from notifications.api.pipeline_schemas import HookCreation, HookOut, NewHook, hook_shown
from notifications.models import Hook, Pipeline
from notifications.sources import SOURCES
from sealing.errors import SealingError
from teams.api.bearer import PersonBearer
from teams.api.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page
from teams.api.problems import FieldError, Problem, invalid
from teams.models import Scope, Team
from teams.permissions import Verb, require
from teams.punctuation import listed

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

router = Router(tags=["tokens and hooks"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)
OF_PIPELINE, OF_TEAM = "/pipelines/{team}/{identifier}/hooks", "/teams/{slug}/hooks"


@router.get(OF_PIPELINE, auth=READ, response=Page[HookOut])
def list_pipeline_hooks(
    request: PersonRequest, team: str, identifier: str, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List a pipeline's live hooks."""
    pipeline = pipeline_of(request.user, team, identifier)
    return _page(_live().filter(pipeline=pipeline), limit, cursor)


@router.get(OF_TEAM, auth=READ, response=Page[HookOut])
def list_team_hooks(
    request: PersonRequest, slug: str, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List a team's own live hooks."""
    team = team_of(request.user, slug)
    return _page(_live().filter(team=team, pipeline=None), limit, cursor)


@router.post(OF_PIPELINE, auth=WRITE, response={201: NewHook})
def create_pipeline_hook(request: PersonRequest, team: str, identifier: str, body: HookCreation) -> Status:
    """Make an address for a CI system's own webhook; its secret is shown this once."""
    pipeline = pipeline_of(request.user, team, identifier)
    return Status(201, _made(request, pipeline.team, pipeline, body))


@router.post(OF_TEAM, auth=WRITE, response={201: NewHook})
def create_team_hook(request: PersonRequest, slug: str, body: HookCreation) -> Status:
    """Make an address that serves all of the team's pipelines; its secret is shown this once."""
    return Status(201, _made(request, team_of(request.user, slug), None, body))


@router.delete(OF_PIPELINE + "/{hook_id}", auth=WRITE, response={204: None})
def revoke_pipeline_hook(request: PersonRequest, team: str, identifier: str, hook_id: str) -> Status:
    """Revoke a pipeline's hook: it ends at once."""
    pipeline = pipeline_of(request.user, team, identifier)
    return _revoked(request, get_object_or_404(_live().filter(pipeline=pipeline), public_id=hook_id))


@router.delete(OF_TEAM + "/{hook_id}", auth=WRITE, response={204: None})
def revoke_team_hook(request: PersonRequest, slug: str, hook_id: str) -> Status:
    """Revoke a team's hook: it ends at once."""
    of_team = _live().filter(team=team_of(request.user, slug), pipeline=None)
    return _revoked(request, get_object_or_404(of_team, public_id=hook_id))


def _live() -> Any:
    return Hook.objects.live().select_related("team", "pipeline__team")


def _page(rows: Any, limit: int, cursor: str) -> dict[str, Any]:
    found = page(rows, limit=limit, cursor=cursor)
    return found | {"items": [hook_shown(row) for row in found["items"]]}


def _made(
    request: PersonRequest, team: Team, pipeline: Pipeline | None, body: HookCreation
) -> dict[str, Any]:
    require(request.user, Verb.HOOK_MANAGE, team)
    if body.source not in SOURCES:
        sentence = gettext("%(source)s is not known here. Choose from: %(known)s.")
        message = sentence % {"source": body.source[:50], "known": listed(SOURCES)}
        raise invalid([FieldError(field="source", message=message)])
    try:
        made, secret = Hook.add(
            team=team,
            pipeline=pipeline,
            source=body.source,
            by=request.user,
            creates_pipelines=body.creates_pipelines,
        )
    except SealingError as error:
        raise Problem(503, detail=str(error)) from error
    return hook_shown(made) | {"secret": secret.reveal()}


def _revoked(request: PersonRequest, hook: Hook) -> Status:
    require(request.user, Verb.HOOK_MANAGE, hook.team)
    hook.revoke(by=request.user)
    return Status(204, None)
