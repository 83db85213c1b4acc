"""Remember, for the audit trail, whose request is answered and which ones were denied."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from teams.audit_cap import is_within_cap
from teams.models import AuditEntry
from teams.request_address import answering

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

DENIED_PER_MINUTE = 10
DENIED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


class AccessRecord:
    """Give audit entries the caller's address, and write one for each denied access of a known person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            response = self.get_response(request)
            # An address that leads nowhere is a typing error; a door that stays shut is not.
            if response.status_code in DENIED and request.resolver_match is not None:
                record_denied(request, response.status_code)
        return response


def record_denied(request: HttpRequest, status: int) -> None:
    """Write who knocked where, at most ten times a minute for one person."""
    if request.user.is_authenticated and is_within_cap(
        "denied", request.user.pk, per_minute=DENIED_PER_MINUTE
    ):
        AuditEntry.record(
            actor=request.user,
            verb="access.denied",
            target=f"{request.method} {request.path}",
            after={"status": status},
        )
