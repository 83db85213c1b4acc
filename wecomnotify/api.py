"""The JSON API: one document, the rooms' routers mounted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI

from credentials.api.router import router as credentials_router
from teams.api import problems
from teams.api.router import router as teams_router
from teams.api.strict_json import StrictParser

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

api = NinjaAPI(title="WeCom Notify", version="1", docs_url=None, parser=StrictParser())
problems.install(api)
api.add_router("", teams_router)
api.add_router("", credentials_router)


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the API's addresses; its tokens let callers in, the sign-in page is for browsers."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns, application, namespace
