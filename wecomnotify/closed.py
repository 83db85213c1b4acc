"""What a closed database's refusal of a write is answered with: 503, to be sent again to the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext

from notifications.clockwork import closing
from teams.api import problems
from teams.api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

UNAVAILABLE = 503
RETRY_AFTER_SECONDS = "30"


def api_answer(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer an API call whose write the database refused."""
    if not closing.refused(error):
        return problems.unexpected(error).response()
    detail = gettext("The database is being moved to another server. Send the same again in a minute.")
    return Problem(UNAVAILABLE, detail=detail, headers={"Retry-After": RETRY_AFTER_SECONDS}).response()


class ClosedDatabase:
    """Show the pages' visitors that nothing can be changed just now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not closing.refused(error):
            return None
        answer = render(request, "503.html", status=UNAVAILABLE)
        answer["Retry-After"] = RETRY_AFTER_SECONDS
        return answer
