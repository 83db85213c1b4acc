"""The list of teams, one team, and its making, changing and end."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from teams.form_page import form_page
from teams.forms.team_forms import TeamCreationForm, TeamDeletionForm, TeamSettingsForm
from teams.models import Membership, Team
from teams.permissions import Verb, require
from teams.refused import Refused
from teams.views.team_overview import overview

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest


@require_safe
def teams(request: PersonRequest) -> HttpResponse:
    """List the teams this person sees, with their role in each."""
    sought = request.GET.get("q", "").strip()
    # Their own memberships.
    # nosemgrep: what-is-asked-for-is-visible
    own = Membership.objects.filter(user=request.user)
    found = Team.objects.visible_to(request.user).filter(name__icontains=sought)
    found = found.prefetch_related(Prefetch("memberships", own, to_attr="own_memberships"))
    members = Team.objects.annotate(count=Count("memberships")).values_list("pk", "count")
    shown = list(found)
    counts = dict(members.filter(pk__in=[team.pk for team in shown]))
    rows = [
        {"team": team, "role": next(iter(team.own_memberships), None), "members": counts[team.pk]}
        for team in shown
    ]
    return render(request, "teams/teams.html", {"rows": rows, "sought": sought})


@require_safe
def team(request: PersonRequest, slug: str) -> HttpResponse:
    """Show a team's members, and to its owners its invitations."""
    return overview(request, get_object_or_404(Team.objects.visible_to(request.user), slug=slug))


def team_new(request: PersonRequest) -> HttpResponse:
    """Make a team; its maker becomes the first owner."""
    if not request.user.is_superuser:
        raise PermissionDenied(gettext("Only an administrator creates teams. Ask one of them."))
    form = TeamCreationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(Team.create(by=request.user, **form.cleaned_data))
        except Refused as refused:
            form.add_error("slug", refused.reason)
    return form_page(request, "teams/team_new.html", form)


def team_settings(request: PersonRequest, slug: str) -> HttpResponse:
    """Change a team's name, the language of its messages, its time zone."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    require(request.user, Verb.TEAM_EDIT, team)
    form = TeamSettingsForm(request.POST or None, instance=copy(team))
    if request.method == "POST" and form.is_valid():
        team.change(by=request.user, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect(team)
    return form_page(request, "teams/team_settings.html", form, {"team": team})


def team_deletion(request: PersonRequest, slug: str) -> HttpResponse:
    """Delete a team after its identifier was typed."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    require(request.user, Verb.TEAM_DELETE, team)
    form = TeamDeletionForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        team.remove(by=request.user)
        return redirect("teams")
    return form_page(request, "teams/team_deletion.html", form, {"team": team})
