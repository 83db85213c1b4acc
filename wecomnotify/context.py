"""What every page's frame needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the settings of htmx and the simulator's address, for the frame of every page."""
    return {
        "htmx_config": settings.HTMX_CONFIG,
        "simulator_url": "/simulator/" if settings.DEBUG else "",
        "is_plain_http": not settings.IS_HTTPS and not settings.DEBUG,
    }
