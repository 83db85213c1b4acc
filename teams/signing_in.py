"""Sign in whoever has just chosen a password, by the way on which everything else is asked too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from teams.models import User


def signed_in_by_password(request: HttpRequest, user: User, *, then: str) -> HttpResponse:
    """Sign the person in and lead on to another page; allauth asks what else it must on the way."""
    record_authentication(request, user, method="password")
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=then))
    return answer
