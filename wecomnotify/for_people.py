"""The middleware of people with a browser: reports go past it.

A report brings a token. It has nobody's session and no message for the next page, and looking for them was a
fifth of the cost of answering one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.middleware import AuthenticationMiddleware as Authentication
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware as Message

if TYPE_CHECKING:
    from django.http import HttpRequest

REPORTS = ("/api/v1/events", "/api/v1/hooks/")


def for_people(middleware: Any) -> Any:
    """Return the middleware that steps aside for a report; who reports is nobody until the token is read."""

    class ForPeople(middleware):  # type: ignore[misc]  # whichever it is
        def __call__(self, request: HttpRequest) -> Any:
            if not request.path_info.startswith(REPORTS):
                return super().__call__(request)
            request.user = AnonymousUser()
            return self.get_response(request)

    return ForPeople


AuthenticationMiddleware = for_people(Authentication)
MessageMiddleware = for_people(Message)
