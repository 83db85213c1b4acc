"""/pipelines: what runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from ninja import Router, Status

from notifications.api.lookups import pipeline_of, team_of
from notifications.api.pipeline_schemas import PipelineChange, PipelineCreation, PipelineOut
from notifications.models import Pipeline
from teams.api.bearer import PersonBearer
from teams.api.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page
from teams.api.problems import refused
from teams.models import Scope
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

router = Router(tags=["pipelines"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)


@router.get("/pipelines", auth=READ, response=Page[PipelineOut])
def list_pipelines(
    request: PersonRequest, team: str = "", limit: Limit = LIMIT_DEFAULT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List the pipelines of your teams, the newest first; `team` narrows to one."""
    pipelines = Pipeline.objects.visible_to(request.user).select_related("team")
    return page(pipelines.filter(team__slug=team) if team else pipelines, limit=limit, cursor=cursor)


@router.post("/pipelines", auth=WRITE, response={201: PipelineOut})
def create_pipeline(request: PersonRequest, body: PipelineCreation) -> Status:
    """Create a pipeline (editors and owners); 409 when its identifier is taken in the team."""
    team = team_of(request.user, body.team)
    require(request.user, Verb.PIPELINE_CREATE, team)
    if team.pipelines.filter(identifier=body.identifier).exists():
        sentence = gettext("%(team)s already has a pipeline %(identifier)s.")
        raise refused(sentence % {"team": team.name, "identifier": body.identifier})
    made = Pipeline.add(team=team, identifier=body.identifier, name=body.name.strip(), by=request.user)
    return Status(201, made)


@router.get("/pipelines/{team}/{identifier}", auth=READ, response=PipelineOut)
def read_pipeline(request: PersonRequest, team: str, identifier: str) -> Pipeline:
    """Show one pipeline."""
    return pipeline_of(request.user, team, identifier)


@router.patch("/pipelines/{team}/{identifier}", auth=WRITE, response=PipelineOut)
def change_pipeline(request: PersonRequest, team: str, identifier: str, body: PipelineChange) -> Pipeline:
    """Change a pipeline's display name (editors and owners)."""
    pipeline = pipeline_of(request.user, team, identifier)
    require(request.user, Verb.PIPELINE_EDIT, pipeline.team)
    if body.name is not None:
        pipeline.rename(body.name.strip(), by=request.user)
    return pipeline


@router.delete("/pipelines/{team}/{identifier}", auth=WRITE, response={204: None})
def delete_pipeline(request: PersonRequest, team: str, identifier: str) -> Status:
    """Delete a pipeline with its steps, tokens, hooks and events (editors and owners)."""
    pipeline = pipeline_of(request.user, team, identifier)
    require(request.user, Verb.PIPELINE_DELETE, pipeline.team)
    pipeline.remove(by=request.user)
    return Status(204, None)
