"""Light, dark or as the system: kept in a cookie, because a page must be right before any script runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from teams.models.user import Theme, User
from teams.theme_cookie import keep_theme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme, of a signed-in person everywhere, and return to the page it was chosen on."""
    theme = request.POST.get("theme", "")
    if theme not in Theme.values:
        return HttpResponseBadRequest(
            "theme: choose light, dark or auto.", content_type="text/plain; charset=utf-8"
        )
    if isinstance(request.user, User):
        request.user.change_profile(theme=theme)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return keep_theme(request, HttpResponseRedirect(back if is_ours else "/"), theme)
