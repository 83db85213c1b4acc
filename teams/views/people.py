"""People, for administrators: who is here, who left, and what is left to do then."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from teams import left_to_do
from teams.form_page import INVALID
from teams.forms.people_forms import PeopleFilter, WecomIdForm
from teams.models import Membership, User
from teams.paging import page_for
from teams.permissions import Verb, require
from teams.refused import Refused

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest

PAGE_ROWS = 50


@require_safe
def people(request: PersonRequest) -> HttpResponse:
    """List everybody who has an account, the newest first."""
    require(request.user, Verb.MEMBER_MANAGE, None)
    form = PeopleFilter(request.GET)
    # Administrators see everybody, and in which teams they are.
    # nosemgrep: what-is-asked-for-is-visible
    memberships = Prefetch("memberships", Membership.objects.select_related("team"))
    page = page_for(request, form.narrow(User.objects.prefetch_related(memberships)), limit=PAGE_ROWS)
    left = left_to_do.counts([each for each in page.items if not each.is_active])
    rows = [{"person": each, "left_to_do": left.get(each.pk, 0)} for each in page.items]
    context = {"form": form, "rows": rows, "page": page}
    return render(request, "teams/people.html", context, status=None if form.is_valid() else INVALID)


def person(request: PersonRequest, username: str) -> HttpResponse:
    """Show one person, and keep the account that rules mention them by."""
    found = _found(request, username)
    form = WecomIdForm(request.POST or None, instance=copy(found))
    if request.method == "POST" and form.is_valid():
        found.name_in_wecom(form.cleaned_data["wecom_id"], by=request.user)
        messages.success(request, gettext("Saved."))
        return redirect("person", found.username)
    return _draw(request, found, form=form)


@require_POST
def leaving(request: PersonRequest, username: str) -> HttpResponse:
    """End all that lets a person in."""
    found = _found(request, username)
    try:
        found.deactivate(by=request.user)
    except Refused as refused:
        return _draw(request, found, refusal=refused.reason)
    return redirect("person", found.username)


@require_POST
def coming_back(request: PersonRequest, username: str) -> HttpResponse:
    """Let a person who left sign in again."""
    found = _found(request, username)
    found.reactivate(by=request.user)
    return redirect("person", found.username)


@require_POST
def signing_out(request: PersonRequest, username: str) -> HttpResponse:
    """End all sessions of a person."""
    found = _found(request, username)
    found.end_sessions(by=request.user)
    messages.success(request, gettext("%(person)s is signed out everywhere.") % {"person": found})
    return redirect("person", found.username)


def _found(request: PersonRequest, username: str) -> User:
    require(request.user, Verb.MEMBER_MANAGE, None)
    # Administrators alone came this far.
    # nosemgrep: what-is-asked-for-is-visible
    return get_object_or_404(User, username=username)


def _draw(
    request: PersonRequest, found: User, *, form: WecomIdForm | None = None, refusal: str = ""
) -> HttpResponse:
    shown = form or WecomIdForm(instance=found)
    context = {
        "person": found,
        "form": shown,
        "refusal": refusal,
        "memberships": found.memberships.select_related("team"),
        "alone": found.teams_owned_alone() if found.is_active else (),
        "tokens": found.access_tokens.valid().count(),
        "groups": left_to_do.left_by(found),
    }
    return render(request, "teams/person.html", context, status=INVALID if refusal or shown.is_bound else 200)
