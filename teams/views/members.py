"""A team's members: added, given another role, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from teams.form_page import INVALID, form_page
from teams.forms.member_forms import MemberForm, RoleForm
from teams.models import Membership, PasswordLink, Team
from teams.permissions import Verb, require
from teams.refused import Refused
from teams.views.team_overview import overview

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest


def team_members(request: PersonRequest, slug: str) -> HttpResponse:
    """Make a person who has an account a member."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        return redirect(team)
    require(request.user, Verb.MEMBER_MANAGE, team)
    form = MemberForm(request.POST, team=team)
    if form.is_valid():
        try:
            team.add_member(form.cleaned_data["username"], form.cleaned_data["role"], by=request.user)
            return redirect(team)
        except Refused as refused:
            form.add_error("username", refused.reason)
    return overview(request, team, status=INVALID, member_form=form)


def team_member(request: PersonRequest, slug: str, username: str) -> HttpResponse:
    """Show a member to the owners and change the role."""
    membership = _membership(request, slug, username)
    require(request.user, Verb.MEMBER_MANAGE, membership.team)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            membership.change_role(form.cleaned_data["role"], by=request.user)
            return redirect(membership.team)
        except Refused as refused:
            form.add_error("role", refused.reason)
    return _draw(request, membership, form)


@require_POST
def team_member_removal(request: PersonRequest, slug: str, username: str) -> HttpResponse:
    """End a membership; owners anybody's, everybody their own."""
    membership = _membership(request, slug, username)
    is_own = membership.user_id == request.user.pk
    if not is_own:
        require(request.user, Verb.MEMBER_MANAGE, membership.team)
    try:
        membership.remove(by=request.user)
    except Refused as refused:
        return overview(request, membership.team, status=INVALID, refusal=refused.reason)
    return redirect("teams") if is_own and not request.user.is_superuser else redirect(membership.team)


@require_POST
def team_member_password_link(request: PersonRequest, slug: str, username: str) -> HttpResponse:
    """Make a link by which a member who forgot the password chooses another, and show it, this once.

    Only for administrators: whoever holds the link is the person.
    """
    membership = _membership(request, slug, username)
    require(request.user, Verb.MEMBER_MANAGE, None)
    secret = PasswordLink.issue(membership.user, by=request.user)
    path = reverse("password-link", args=[secret.reveal()])
    form = RoleForm(initial={"role": membership.role})
    return _draw(request, membership, form, link=f"{settings.BASE_URL}{path}")


def _membership(request: PersonRequest, slug: str, username: str) -> Membership:
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    return get_object_or_404(team.memberships.select_related("user", "team"), user__username=username)


def _draw(request: PersonRequest, membership: Membership, form: RoleForm, *, link: str = "") -> HttpResponse:
    person = {"person": membership.user, "team": membership.team}
    question = gettext("%(person)s loses access to everything in %(team)s.") % person
    context = {"membership": membership, "team": membership.team, "question": question, "link": link}
    return form_page(request, "teams/team_member.html", form, context)
