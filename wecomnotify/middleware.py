"""What every page has: no copy in a cache, no search engine, and the language its reader chose."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext

from teams.api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    Next = Callable[[HttpRequest], HttpResponse]

HTML = "text/html"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PrivatePages:
    """Mark every answer private: no-store, not for indexing, no device permissions."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        if not request.path.startswith("/static/"):
            add_never_cache_headers(response)
        return response


class NoNul:
    """Answer an address or cookie that holds a NUL with 400: PostgreSQL stores none."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_asked = "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info
        if not is_asked and not any("\0" in value for value in request.COOKIES.values()):
            return self.get_response(request)
        words = gettext("The address or a cookie holds a NUL character: leave it out.")
        if request.path_info.startswith("/api/"):
            return Problem(400, detail=words).response()
        return HttpResponseBadRequest(words, content_type="text/plain; charset=utf-8")


class ContentPolicy(CSPMiddleware):  # type: ignore[misc]  # it has no types
    """Say what an answer may load; what is no page has no wishes of its own: its policy is written once."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.headers.get("Content-Type", HTML).startswith(HTML):
            return super().process_response(request, response)  # type: ignore[no-any-return]
        response.headers.setdefault(HEADER, written_policy())
        return response


@cache
def written_policy() -> str:
    """Return the policy of the settings, as the header says it."""
    return str(build_policy())


class PersonsLanguage:
    """Choose the page's language: the person's own, then the browser's cookie or header, then the default."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # Django's own middleware sets it too
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
