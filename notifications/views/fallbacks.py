"""Which group a team is told by when a robot of its rules takes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from notifications.forms.fallback import FallbackForm
from teams.form_page import form_page
from teams.models import Team
from teams.permissions import Verb, require

if TYPE_CHECKING:
    from teams.signed_in import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def fallback(request: PersonRequest, team: str) -> HttpResponse:
    """Let a team's owners choose it."""
    found = get_object_or_404(Team.objects.visible_to(request.user), slug=team)
    require(request.user, Verb.TEAM_EDIT, found)
    form = FallbackForm(request.POST if request.method == "POST" else None, team=found)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, gettext("Saved."))
        return redirect(found)
    return form_page(request, "notifications/fallback.html", form, {"team": found})
