"""Authenticate the API's callers by `Authorization: Bearer wcn_…`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from ninja.security import HttpBearer

from sealing.tokens import is_well_formed
from teams.api.problems import Problem
from teams.models import AccessToken, Scope

if TYPE_CHECKING:
    from django.http import HttpRequest

CHALLENGE = 'Bearer realm="WeCom Notify"'


class PersonBearer(HttpBearer):
    """Let in a person's access token that holds the scope; `request.user` is then that person.

    Usage: `@router.get("/teams", auth=PersonBearer(Scope.READ))`; `request.auth` is the token.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> AccessToken:
        return self.authenticate(request, bearer_text(request))

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken:
        found = AccessToken.authenticate(token)
        if found is None:
            raise unauthorized(gettext("This token is unknown, expired or revoked: make a new one."))
        request.user = found.user
        if not found.holds(self.scope):
            raise missing_scope(self.scope)
        return found


def bearer_text(request: HttpRequest) -> str:
    """Return the token that a request brings; its shape and checksum are right, nothing more is known.

    Raises:
        Problem: 401 without a token, or for a text that can be none (before any database is asked).
    """
    text = text_in(request.headers.get("Authorization", ""))
    if not text:
        raise unauthorized(gettext("Send the header Authorization: Bearer <token>."))
    if not is_well_formed(text):
        raise unauthorized(gettext("This is no token of WeCom Notify: copy it whole, it begins with wcn_."))
    return text


def text_in(authorization: str) -> str:
    """Return the token in an Authorization header, or nothing; any text is taken."""
    kind, _, text = authorization.partition(" ")
    return text.strip() if kind.lower() == "bearer" else ""


def unauthorized(detail: str) -> Problem:
    return Problem(
        401, title=gettext("Not signed in"), detail=detail, headers={"WWW-Authenticate": CHALLENGE}
    )


def missing_scope(scope: Scope) -> Problem:
    detail = gettext("This token lacks the scope %(scope)s: make one that has it.") % {"scope": scope.value}
    challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{scope.value}"'
    return Problem(
        403, title=gettext("Missing scope"), detail=detail, headers={"WWW-Authenticate": challenge}
    )
