"""The theme's cookie: what pages read, for they must look right before any script runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "theme"
YEAR_SECONDS = 365 * 24 * 60 * 60


def keep_theme(request: HttpRequest, response: HttpResponse, theme: str) -> HttpResponse:
    """Let the response remember the theme in this browser."""
    response.set_cookie(
        COOKIE, theme, max_age=YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def theme_of(request: HttpRequest) -> str:
    """Return this browser's theme; in one that has none yet, the signed-in person's own."""
    return request.COOKIES.get(COOKIE) or str(getattr(request.user, "theme", ""))
