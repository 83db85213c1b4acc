"""Guessing links: who opens ten in a minute that lead nowhere is told to wait, wherever they arrive."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render

from teams import limits
from teams.request_address import address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    LinkView = Callable[[HttpRequest, str], HttpResponse]

GUESSES_PER_MINUTE = 10
KIND = "link-guesses"


def few_guesses(view: LinkView) -> LinkView:
    """Answer 429 to an address that opened too many links that are nobody's; a right one is no way round."""

    @wraps(view)
    def limited(request: HttpRequest, token: str) -> HttpResponse:
        address = address_of(request)
        if limits.is_used_up(KIND, address, per_minute=GUESSES_PER_MINUTE):
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        response = view(request, token)
        if response.status_code == HTTPStatus.NOT_FOUND:
            limits.take(KIND, address, per_minute=GUESSES_PER_MINUTE)
        return response

    return limited
