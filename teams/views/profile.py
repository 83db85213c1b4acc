"""A person's own page, and the language switch of every page."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from teams.form_page import form_page
from teams.forms.account_forms import ProfileForm
from teams.models import AccessToken, User
from teams.theme_cookie import keep_theme

if TYPE_CHECKING:
    from django.http import HttpRequest

    from teams.signed_in import PersonRequest


def profile(request: PersonRequest) -> HttpResponse:
    """Change how one is called and how pages look."""
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        request.user.change_profile(**form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return keep_theme(request, redirect("profile"), request.user.theme)
    valid = AccessToken.objects.visible_to(request.user).valid()
    return form_page(request, "teams/profile.html", form, {"tokens": valid.count()})


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language here, and for a signed-in person everywhere."""
    chosen = request.POST.get("language")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        request.user.change_profile(language=chosen)
    answer: HttpResponse = django_set_language(request)
    return answer
