"""A team's page, drawn alone or around a form that was sent to one of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from teams.forms.member_forms import InvitationForm, MemberForm
from teams.permissions import Verb, can
from teams.roles import Role

if TYPE_CHECKING:
    from django.http import HttpResponse

    from teams.models import Team
    from teams.signed_in import PersonRequest


def overview(request: PersonRequest, team: Team, *, status: int = 200, **shown: Any) -> HttpResponse:
    """Draw the team's page; `shown` replaces its empty forms and may hold a new invitation's `link`."""
    roles = list(Role.values)
    members = sorted(team.memberships.select_related("user"), key=lambda each: roles.index(each.role))
    context: dict[str, Any] = {
        "team": team,
        "members": members,
        "own": next((each for each in members if each.user_id == request.user.pk), None),
        "invitations": team.invitations.open().select_related("created_by"),
        "member_form": MemberForm(team=team),
        "invitation_form": InvitationForm(),
        "may_manage": can(request.user, Verb.MEMBER_MANAGE, team),
        "may_edit": can(request.user, Verb.TEAM_EDIT, team),
    }
    return render(request, "teams/team.html", context | shown, status=status)
