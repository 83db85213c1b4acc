"""The JSON API: one document, the rooms' routers mounted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from credentials.api.router import router as credentials_router
from notifications.api.router import router as notifications_router
from teams.api import problems
from teams.api.router import router as teams_router
from teams.api.schemas import Problem
from teams.api.strict_json import StrictParser

if TYPE_CHECKING:
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
for router in (teams_router, credentials_router, notifications_router):
    api.add_router("", router)


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the API's addresses; its tokens let callers in, the sign-in page is for browsers."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is not None:
            pattern.callback = login_not_required(pattern.callback)
    return patterns, application, namespace
