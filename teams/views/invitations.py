"""Invitations by a link: made and withdrawn by owners, opened and accepted by whoever holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from teams.form_page import INVALID, form_page
from teams.forms.account_forms import EnrolmentForm
from teams.forms.member_forms import InvitationForm
from teams.link_guesses import few_guesses
from teams.models import Invitation, Team
from teams.permissions import Verb, require
from teams.refused import Refused
from teams.signing_in import signed_in_by_password
from teams.views.team_overview import overview

if TYPE_CHECKING:
    from django.http import HttpRequest

    from teams.signed_in import PersonRequest

SESSION_KEY = "invitation"


def team_invitations(request: PersonRequest, slug: str) -> HttpResponse:
    """Make an invitation and show its link, this once."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        return redirect(team)
    require(request.user, Verb.INVITATION_MANAGE, team)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return overview(request, team, status=INVALID, invitation_form=form)
    chosen = form.cleaned_data
    _, secret = Invitation.issue(team, chosen["role"], by=request.user, note=chosen["note"])
    path = reverse("invitation", args=[secret.reveal()])
    return overview(request, team, status=201, link=f"{settings.BASE_URL}{path}")


@require_POST
def team_invitation_withdrawal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End an invitation that nobody used."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    require(request.user, Verb.INVITATION_MANAGE, team)
    get_object_or_404(team.invitations.open(), pk=pk).withdraw(by=request.user)
    return redirect(team)


@login_not_required
@require_safe
@few_guesses
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link's secret out of the address, so that it stays in no history, log or referrer."""
    found = Invitation.objects.open().with_text(token).first()
    if found is None:
        return render(request, "teams/link_ended.html", {"title": _ended()}, status=404)
    request.session[SESSION_KEY] = found.pk
    return redirect("invitation-acceptance")


@login_not_required
@sensitive_post_parameters()
def invitation_acceptance(request: HttpRequest) -> HttpResponse:
    """Let a signed-in person join, and a new one choose a name and a password first."""
    found = Invitation.objects.open().filter(pk=request.session.get(SESSION_KEY, 0)).first()
    if found is None:
        return render(request, "teams/link_ended.html", {"title": _ended()}, status=404)
    if request.user.is_authenticated:
        return _join(request, found)
    form = EnrolmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _enrol(request, found, form)
    return form_page(request, "teams/enrolment.html", form, {"invitation": found})


def _join(request: HttpRequest, found: Invitation) -> HttpResponse:
    context: dict[str, object] = {"invitation": found}
    if request.method == "POST" and request.user.is_authenticated:
        try:
            return _entered(request, found.redeem(request.user).team)
        except Refused as refused:
            context["refusal"] = refused.reason
    status = INVALID if "refusal" in context else None
    return render(request, "teams/invitation.html", context, status=status)


def _enrol(request: HttpRequest, found: Invitation, form: EnrolmentForm) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        user = found.enrol(
            username=chosen["username"], password=chosen["password1"], full_name=chosen["first_name"]
        )
    except Refused as refused:
        raise Http404(refused.reason) from refused
    request.session.pop(SESSION_KEY, None)
    return signed_in_by_password(request, user, then=found.team.get_absolute_url())


def _entered(request: HttpRequest, team: Team) -> HttpResponse:
    request.session.pop(SESSION_KEY, None)
    return redirect(team)


def _ended() -> str:
    return gettext("This invitation was used or has expired")
