"""Errors of the API as RFC 9457 problem documents."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja.errors import HttpError, ValidationError

from teams.api.schema_sentences import sentence
from teams.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ninja import NinjaAPI

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """What is wrong with one field of a body or one parameter; `field` is a dotted path."""

    field: str
    message: str


class Problem(Exception):  # noqa: N818  # RFC 9457's own word
    """Answer the request with this status and problem document."""

    def __init__(
        self,
        status: int,
        *,
        detail: str,
        title: str = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title or HTTPStatus(status).phrase
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    @property
    def document(self) -> dict[str, Any]:
        """Return the problem document, as JSON's values."""
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": str(self.title),
            "status": self.status,
            "detail": str(self.detail),
        }
        if self.errors:
            document["errors"] = [{"field": each.field, "message": each.message} for each in self.errors]
        return document

    def response(self) -> HttpResponse:
        """Return the answer, `application/problem+json`."""
        body = json.dumps(self.document, ensure_ascii=False)
        return HttpResponse(
            body, status=self.status, content_type="application/problem+json", headers=self.headers
        )


def invalid(errors: Sequence[FieldError]) -> Problem:
    """Return the 400 that names every field at fault."""
    detail = " ".join(f"{each.field}: {each.message}" if each.field else each.message for each in errors)
    return Problem(400, title=gettext("Some values cannot be used"), detail=detail, errors=errors)


def not_found(detail: str = "") -> Problem:
    """Return the 404, with a better word than the common one where there is one."""
    common = gettext("Nothing is here for you: check the address, or ask for access.")
    return Problem(404, title=gettext("Not found"), detail=detail or common)


def wrong_method(method: str, *, allowed: str) -> Problem:
    """Return the 405 that names the methods this address takes, as `Allow` does."""
    words = gettext("%(method)s is not answered here: use %(allowed)s.")
    detail = words % {"method": method, "allowed": allowed}
    return Problem(405, title=gettext("Method not allowed"), detail=detail, headers={"Allow": allowed})


def refused(reason: str) -> Problem:
    return Problem(409, title=gettext("Not possible now"), detail=reason)


def forbidden(detail: str) -> Problem:
    return Problem(403, title=gettext("Not allowed"), detail=detail or gettext("You may not do this."))


def from_django(error: DjangoValidationError) -> Problem:
    """Return the 400 for what a form or a model's `full_clean` refused."""
    if not hasattr(error, "error_dict"):
        return invalid([FieldError(field="", message=text) for text in error.messages])
    return invalid(
        [
            FieldError(field="" if name == NON_FIELD_ERRORS else name, message=text)
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    )


def from_schema(error: ValidationError) -> Problem:
    """Return the 400 for what a request's schema refused."""
    return invalid([FieldError(field=_field(each["loc"]), message=sentence(each)) for each in error.errors])


def from_http_error(error: HttpError) -> Problem:
    # Ninja wraps whatever a parser raises; ours knows better what is wrong.
    if isinstance(error.__cause__, Problem):
        return error.__cause__
    return Problem(error.status_code, detail=error.message)


def unexpected(error: Exception) -> Problem:
    logger.error("The API failed.", exc_info=error)
    detail = gettext("This failed on our side and was logged. Try again; tell an administrator if it stays.")
    return Problem(500, title=gettext("Server error"), detail=detail)


def unavailable(error: OperationalError | InterfaceError | InternalError) -> Problem:
    """Return the 503 for a database that is locked, full, read-only or away."""
    logger.error("The database did not answer the API.", exc_info=error)
    detail = gettext("The database cannot be used just now. Send the same again: no event is told twice.")
    return Problem(503, detail=detail, headers={"Retry-After": "5"})


def install(api: NinjaAPI) -> None:
    """Make every error of this API a problem document."""
    answers: dict[type[Exception], Any] = {
        Problem: lambda error: error,
        ValidationError: from_schema,
        HttpError: from_http_error,
        DjangoValidationError: from_django,
        Http404: lambda _: not_found(),
        PermissionDenied: lambda error: forbidden(str(error)),
        Refused: lambda error: refused(error.reason),
        RequestDataTooBig: lambda _: Problem(413, detail=gettext("The body is too large: send less.")),
        OperationalError: unavailable,
        InterfaceError: unavailable,  # the connection broke before this
        InternalError: unavailable,  # PostgreSQL's for a standby that takes no writes
        Exception: unexpected,
    }
    for kind, problem in answers.items():
        api.add_exception_handler(kind, _handler(problem))


def _handler(problem: Any) -> Any:
    def handle(request: HttpRequest, error: Exception) -> HttpResponse:
        answer: Problem = problem(error)
        return answer.response()

    return handle


def _field(location: Sequence[str | int]) -> str:
    # Ninja puts the kind of parameter first, and for a body the name of the function's parameter second.
    start = 2 if location[0] == "body" else 1
    return ".".join(str(part) for part in location[start:]) or str(location[0])
