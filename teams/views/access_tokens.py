"""A person's own tokens for the API: made, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from teams.form_page import INVALID
from teams.forms.access_token_form import AccessTokenForm
from teams.models import AccessToken

if TYPE_CHECKING:
    from django.http import HttpResponse

    from teams.signed_in import PersonRequest

CREATED = 201


def access_tokens(request: PersonRequest) -> HttpResponse:
    """List one's tokens; make one and show its text, this once."""
    form = AccessTokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _, secret = AccessToken.mint(
            request.user,
            form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at(),
        )
        return _draw(request, AccessTokenForm(), status=CREATED, token=secret.reveal())
    return _draw(request, form, status=INVALID if form.is_bound else 200)


@require_POST
def access_token_revocation(request: PersonRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    get_object_or_404(AccessToken.objects.visible_to(request.user), pk=pk).revoke(by=request.user)
    return redirect("access-tokens")


def _draw(request: PersonRequest, form: AccessTokenForm, *, status: int, token: str = "") -> HttpResponse:
    tokens = AccessToken.objects.visible_to(request.user).filter(revoked_at=None)
    context = {"form": form, "tokens": tokens, "token": token}
    return render(request, "teams/access_tokens.html", context, status=status)
