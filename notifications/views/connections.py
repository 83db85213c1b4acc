"""Tokens and hooks of a pipeline or a team: made and shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from notifications.connections import Place, hook_rows, unsaid_by
from notifications.forms.pipeline import HookForm, TokenForm
from notifications.models import Hook, Token
from notifications.sources import SOURCES
from notifications.views.pipelines import INVALID, visible_pipeline
from notifications.views.pipelines import page as pipeline_page
from sealing.errors import SealingError
from teams.models import Team
from teams.permissions import Verb, can, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

CREATED = 201


@require_safe
def team_connections(request: PersonRequest, team: str) -> HttpResponse:
    """Show the tokens and hooks that serve all pipelines of a team."""
    return _page(request, _place(request, team, None))


@require_POST
def tokens(request: PersonRequest, team: str, identifier: str | None = None) -> HttpResponse:
    """Make a token; its text stands on this answer and nowhere else."""
    place = _place(request, team, identifier)
    require(request.user, Verb.TOKEN_MANAGE, place.team)
    form = TokenForm(request.POST, for_team=place.pipeline is None)
    if not form.is_valid():
        return _page(request, place, token_form=form, status=INVALID)
    _made, secret = Token.add(
        team=place.team,
        pipeline=place.pipeline,
        name=form.cleaned_data["name"],
        by=request.user,
        creates_pipelines=form.creates,
    )
    return _page(request, place, token=secret.reveal(), status=CREATED)


@require_POST
def hooks(request: PersonRequest, team: str, identifier: str | None = None) -> HttpResponse:
    """Make a hook; its secret stands on this answer and nowhere else."""
    place = _place(request, team, identifier)
    require(request.user, Verb.HOOK_MANAGE, place.team)
    form = HookForm(request.POST, for_team=place.pipeline is None)
    if not form.is_valid():
        return _page(request, place, hook_form=form, status=INVALID)
    try:
        hook, secret = Hook.add(
            team=place.team,
            pipeline=place.pipeline,
            source=form.cleaned_data["source"],
            by=request.user,
            creates_pipelines=form.creates,
        )
    except SealingError as error:
        form.add_error(None, str(error))
        return _page(request, place, hook_form=form, status=INVALID)
    return _page(request, place, hook=hook, hook_secret=secret.reveal(), status=CREATED)


@require_POST
def token_revocation(
    request: PersonRequest, team: str, pk: int, identifier: str | None = None
) -> HttpResponse:
    """Revoke a token: what still uses it is refused from now on."""
    place = _place(request, team, identifier)
    found = get_object_or_404(place.tokens(), pk=pk)
    require(request.user, Verb.TOKEN_MANAGE, place.team)
    found.revoke(by=request.user)
    messages.success(request, gettext("The token “%(name)s” is revoked.") % {"name": found.name})
    return _back(place)


@require_POST
def hook_revocation(
    request: PersonRequest, team: str, public_id: str, identifier: str | None = None
) -> HttpResponse:
    """Revoke a hook: its address answers 404 from now on."""
    place = _place(request, team, identifier)
    found = get_object_or_404(place.hooks(), public_id=public_id)
    require(request.user, Verb.HOOK_MANAGE, place.team)
    found.revoke(by=request.user)
    messages.success(request, gettext("The hook %(name)s is revoked.") % {"name": found})
    return _back(place)


def _place(request: PersonRequest, team: str, identifier: str | None) -> Place:
    if identifier is None:
        return Place(team=get_object_or_404(Team.objects.visible_to(request.user), slug=team))
    found = visible_pipeline(request, team, identifier)
    return Place(team=found.team, pipeline=found)


def _back(place: Place) -> HttpResponse:
    return redirect(place.pipeline) if place.pipeline else redirect("team-connections", place.team.slug)


def _page(request: PersonRequest, place: Place, *, status: int = 200, **more: Any) -> HttpResponse:
    if place.pipeline is not None:
        return pipeline_page(request, place.pipeline, status=status, **more)
    context = {
        "team": place.team,
        "tokens": place.tokens(),
        "hooks": hook_rows(place),
        "guides": [(source, unsaid_by(source)) for source in SOURCES.values()],
        "token_form": TokenForm(for_team=True),
        "hook_form": HookForm(for_team=True),
        "may_edit": can(request.user, Verb.TOKEN_MANAGE, place.team),
    }
    return TemplateResponse(request, "notifications/team_connections.html", context | more, status=status)
