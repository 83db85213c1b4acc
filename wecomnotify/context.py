"""What every page's frame needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


# What htmx 2 does by default is wider than our Content-Security-Policy and our pages want.
HTMX_CONFIG = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "disableInheritance": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the settings of htmx and the simulator's address, for the frame of every page."""
    return {
        "htmx_config": HTMX_CONFIG,
        "simulator_url": "/simulator/" if settings.DEBUG else "",
        "is_plain_http": not settings.IS_HTTPS and not settings.DEBUG,
    }
