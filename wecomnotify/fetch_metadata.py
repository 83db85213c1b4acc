"""A form is taken from our own pages: what the browser says was sent from another site changes nothing."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ONLY_READS = {"GET", "HEAD", "OPTIONS"}
# https://www.w3.org/TR/fetch-metadata/ : `none` is a person at the address bar. No such header comes from an
# older browser, one on plain http, or a program: they are left to the CSRF token.
FROM_ELSEWHERE = {"cross-site", "same-site"}


class FetchMetadata:
    """Refuse a request that would change something and that another site had the browser send.

    What needs no CSRF token is let through: it knows its caller by a token that no browser sends by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        if request.method in ONLY_READS or getattr(view, "csrf_exempt", False):
            return None
        if request.headers.get("Sec-Fetch-Site") not in FROM_ELSEWHERE:
            return None
        return render(request, "403_other_site.html", status=HTTPStatus.FORBIDDEN)
