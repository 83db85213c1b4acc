"""A one-time link to choose a password, printed by `create_admin`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from teams.form_page import form_page
from teams.forms.account_forms import PasswordChoiceForm
from teams.link_guesses import few_guesses
from teams.models import PasswordLink
from teams.refused import Refused
from teams.sessions import end_sessions, sessions_of
from teams.signing_in import signed_in_by_password

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SESSION_KEY = "password_link"


@login_not_required
@require_safe
@few_guesses
def password_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link's secret out of the address, so that it stays in no history, log or referrer."""
    found = PasswordLink.objects.open().with_text(token).first()
    if found is None:
        return _ended(request)
    request.session[SESSION_KEY] = found.pk
    return redirect("password-choice")


@login_not_required
@sensitive_post_parameters()
def password_choice(request: HttpRequest) -> HttpResponse:
    """Let the link's person choose a password, and sign them in."""
    link = PasswordLink.objects.open().filter(pk=request.session.get(SESSION_KEY, 0)).first()
    if link is None:
        return _ended(request)
    form = PasswordChoiceForm(link.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link.use(form.cleaned_data["new_password1"])
        except Refused:
            return _ended(request)
        request.session.pop(SESSION_KEY, None)
        end_sessions(sessions_of(link.user), of=link.user, by=link.user)
        return signed_in_by_password(request, link.user, then=reverse("home"))
    return form_page(request, "teams/password_choice.html", form, {"person": link.user})


def _ended(request: HttpRequest) -> HttpResponse:
    title = gettext("This link was used or has expired")
    return render(request, "teams/link_ended.html", {"title": title}, status=404)
