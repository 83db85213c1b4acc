"""The JSON API: one document, the rooms' routers mounted."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from credentials.api.router import router as credentials_router
from notifications.api.router import router as notifications_router
from teams.api import problems
from teams.api.router import router as teams_router
from teams.api.schemas import Problem
from teams.api.strict_json import StrictParser
from wecomnotify import closed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase
    from django.urls import URLPattern, URLResolver

DESCRIPTION = """\
JSON in, JSON out. Send `Authorization: Bearer wcn_…`. Errors are RFC 9457 problem documents
(`application/problem+json`) with `title`, `detail` and, for a body, `errors: [{field, message}]`.
Lists take `limit` (50, at most 200) and `cursor`, and answer `{items, next}`; ids are texts.
What belongs to a team you are not in answers 404."""
PROBLEM = {
    "description": "A problem: 400 invalid, 401 no or bad token, 403 missing scope or role, 404 not yours,"
    " 409 conflict, 413 too large, 429 too many (with Retry-After).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class DescribedApi(NinjaAPI):
    """An API whose document also says how errors are answered."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document."""
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for methods in document["paths"].values():
            for call in methods.values():
                call["responses"]["default"] = PROBLEM
        return document


api = DescribedApi(
    title="WeCom Notify", version="1", description=DESCRIPTION, docs_url=None, parser=StrictParser()
)
problems.install(api)
api.add_exception_handler(IntegrityError, closed.api_answer)
for router in (teams_router, credentials_router, notifications_router):
    api.add_router("", router)


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the API's addresses; its tokens let callers in, the sign-in page is for browsers."""
    patterns, application, namespace = api.urls
    patterns.sort(key=lambda pattern: not str(pattern.pattern).startswith("events"))  # most calls are reports
    for pattern in patterns:
        if pattern.callback is not None:
            pattern.callback = login_not_required(_naming_methods(pattern.callback))
    return patterns, application, namespace


@csrf_exempt
@login_not_required
def unknown_address(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Answer an address under `/api/` that is none: a program reads problems, not pages."""
    del request, rest
    return problems.not_found().response()


def _naming_methods(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap a view: the framework answers a method it does not take in plain HTML."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        return problems.wrong_method(request.method or "", allowed=response.headers["Allow"]).response()

    return answer
