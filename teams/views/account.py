"""Allauth's views that exist here; an invalid form answers 422 as everywhere."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.account import views
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.shortcuts import render

from teams.form_page import INVALID

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def answering_422(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view's "here is your form again" its own status."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            response.status_code = INVALID
        return response

    return answered


sign_in = answering_422(views.login)
sign_out = views.logout
closed = views.account_inactive
change_password = answering_422(views.password_change)
_ask_for_the_password = answering_422(views.reauthenticate)


def prove(request: HttpRequest) -> HttpResponse:
    """Ask again for the password; who has none here signs out and in again, which proves the same."""
    if get_reauthentication_flows(request.user):
        return _ask_for_the_password(request)
    return render(request, "account/proof_elsewhere.html")
