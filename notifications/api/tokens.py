"""Tokens of a pipeline or a team: made and shown once, listed without their text, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Router, Status

from notifications.api.lookups import by_id, pipeline_of, team_of
from notifications.api.pipeline_schemas import NewToken, TokenCreation, TokenOut, token_shown
from notifications.models import Pipeline, Token
from teams.api.bearer import PersonBearer
from teams.api.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page
from teams.models import Scope, Team
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

router = Router(tags=["tokens and hooks"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)
OF_PIPELINE, OF_TEAM = "/pipelines/{team}/{identifier}/tokens", "/teams/{slug}/tokens"


@router.get(OF_PIPELINE, auth=READ, response=Page[TokenOut])
def list_pipeline_tokens(
    request: PersonRequest, team: str, identifier: str, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List a pipeline's live tokens."""
    pipeline = pipeline_of(request.user, team, identifier)
    return _page(_live().filter(pipeline=pipeline), limit, cursor)


@router.get(OF_TEAM, auth=READ, response=Page[TokenOut])
def list_team_tokens(
    request: PersonRequest, slug: str, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List a team's own live tokens."""
    team = team_of(request.user, slug)
    return _page(_live().filter(team=team, pipeline=None), limit, cursor)


@router.post(OF_PIPELINE, auth=WRITE, response={201: NewToken})
def create_pipeline_token(request: PersonRequest, team: str, identifier: str, body: TokenCreation) -> Status:
    """Make a token that can send this pipeline's events and nothing else; its text is shown this once."""
    pipeline = pipeline_of(request.user, team, identifier)
    return Status(201, _made(request, pipeline.team, pipeline, body))


@router.post(OF_TEAM, auth=WRITE, response={201: NewToken})
def create_team_token(request: PersonRequest, slug: str, body: TokenCreation) -> Status:
    """Make a token that can send the events of all of the team's pipelines; its text is shown this once."""
    return Status(201, _made(request, team_of(request.user, slug), None, body))


@router.delete(OF_PIPELINE + "/{token_id}", auth=WRITE, response={204: None})
def revoke_pipeline_token(request: PersonRequest, team: str, identifier: str, token_id: str) -> Status:
    """Revoke a pipeline's token: it ends at once."""
    pipeline = pipeline_of(request.user, team, identifier)
    return _revoked(request, by_id(_live().filter(pipeline=pipeline), token_id))


@router.delete(OF_TEAM + "/{token_id}", auth=WRITE, response={204: None})
def revoke_team_token(request: PersonRequest, slug: str, token_id: str) -> Status:
    """Revoke a team's token: it ends at once."""
    team = team_of(request.user, slug)
    return _revoked(request, by_id(_live().filter(team=team, pipeline=None), token_id))


def _live() -> Any:
    return Token.objects.live().select_related("team", "pipeline__team")


def _page(rows: Any, limit: int, cursor: str) -> dict[str, Any]:
    found = page(rows, limit=limit, cursor=cursor)
    return found | {"items": [token_shown(row) for row in found["items"]]}


def _made(
    request: PersonRequest, team: Team, pipeline: Pipeline | None, body: TokenCreation
) -> dict[str, Any]:
    require(request.user, Verb.TOKEN_MANAGE, team)
    made, secret = Token.add(
        team=team,
        pipeline=pipeline,
        name=body.name.strip(),
        by=request.user,
        creates_pipelines=body.creates_pipelines,
    )
    return token_shown(made) | {"token": secret.reveal()}


def _revoked(request: PersonRequest, token: Token) -> Status:
    require(request.user, Verb.TOKEN_MANAGE, token.team)
    token.revoke(by=request.user)
    return Status(204, None)
