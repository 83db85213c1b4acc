"""/credentials: administrators and owners keep them, members see their names, nobody reads a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Router, Status

from credentials.api.schemas import CredentialChange, CredentialCreation, CredentialOut, NewKey, represent
from credentials.models import Credential
from credentials.readers import Reader
from credentials.webhook_urls import WebhookError, holds_a_key
from sealing.secret import MASK, Secret
from teams.api.bearer import PersonBearer
from teams.api.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page
from teams.api.problems import FieldError, Problem, invalid
from teams.models import Scope, Team
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

router = Router(tags=["credentials"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)


@router.get("/credentials", auth=READ, response=Page[CredentialOut])
def list_credentials(
    request: PersonRequest, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List the credentials your teams may use."""
    found = page(Credential.objects.visible_to(request.user).with_details(), limit=limit, cursor=cursor)
    reader = Reader(request.user)
    return {"items": [represent(each, reader) for each in found["items"]], "next": found["next"]}


@router.post("/credentials", auth=WRITE, response={201: CredentialOut})
def register_credential(request: PersonRequest, body: CredentialCreation) -> Status:
    """Register a robot's key and share it with teams (administrators; owners for their own teams).

    A key that a credential you may see already holds is refused (409), naming that credential.
    """
    reader = Reader(request.user)
    if not reader.may_register:
        raise PermissionDenied(gettext("Only administrators and owners of a team register credentials."))
    try:
        credential = Credential.register(
            name=body.name,
            webhook=Secret(body.webhook_url),
            by=request.user,
            teams=_teams(request, body.teams),
            for_all=body.all_teams,
            description=body.description,
        )
    except WebhookError as error:
        raise _wrong_webhook(error) from None
    return Status(201, represent(credential, reader))


@router.get("/credentials/{credential_id}", auth=READ, response=CredentialOut)
def read_credential(request: PersonRequest, credential_id: str) -> dict[str, Any]:
    """Show one credential."""
    return represent(_visible(request, credential_id), Reader(request.user))


@router.patch("/credentials/{credential_id}", auth=WRITE, response=CredentialOut)
def change_credential(request: PersonRequest, credential_id: str, body: CredentialChange) -> dict[str, Any]:
    """Rename, describe, share, enable or disable a credential (its keepers)."""
    credential = _kept(request, credential_id)
    given = body.given()
    teams = _teams(request, body.teams) if "teams" in given else None
    credential.change(
        by=request.user,
        name=given.get("name"),
        description=given.get("description"),
        teams=teams,
        for_all=given.get("all_teams"),
        is_enabled=given.get("enabled"),
    )
    return represent(_visible(request, credential_id), Reader(request.user))


@router.put("/credentials/{credential_id}/key", auth=WRITE, response=CredentialOut)
def replace_key(request: PersonRequest, credential_id: str, body: NewKey) -> dict[str, Any]:
    """Put another robot's key in the old one's place; steps go on using the credential (its keepers)."""
    credential = _kept(request, credential_id)
    try:
        credential.replace_key(Secret(body.webhook_url), by=request.user)
    except WebhookError as error:
        raise _wrong_webhook(error) from None
    return represent(credential, Reader(request.user))


@router.delete("/credentials/{credential_id}", auth=WRITE, response={204: None})
def delete_credential(request: PersonRequest, credential_id: str) -> Status:
    """Delete a credential (its keepers); 409 names the steps that still use it."""
    _kept(request, credential_id).remove(by=request.user)
    return Status(204, None)


def _visible(request: PersonRequest, credential_id: str) -> Credential:
    try:
        key = UUID(credential_id)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Credential.objects.visible_to(request.user).with_details(), pk=key)


def _kept(request: PersonRequest, credential_id: str) -> Credential:
    credential = _visible(request, credential_id)
    require(request.user, Verb.CREDENTIAL_MANAGE, credential.owning_team)
    return credential


def _teams(request: PersonRequest, slugs: list[str]) -> list[Team]:
    """Return the teams of these slugs, in their order; a team that is not visible does not exist."""
    # A key that was pasted here is not asked for in the database, nor said back.
    named = [MASK if holds_a_key(slug) else slug for slug in slugs]
    known = {team.slug: team for team in Team.objects.visible_to(request.user).filter(slug__in=named)}
    unknown = [slug for slug in named if slug not in known]
    if unknown:
        message = gettext("There is no team called %(slug)s.") % {"slug": unknown[0]}
        raise invalid([FieldError(field="teams", message=message)])
    return [known[slug] for slug in dict.fromkeys(slugs)]


def _wrong_webhook(error: WebhookError) -> Problem:
    return invalid([FieldError(field="webhook_url", message=str(error))])
