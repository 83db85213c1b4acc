"""The addresses of `serve --intake-only`: events, hooks and `/healthz`, for the network's edge."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wecomnotify import health
from wecomnotify.api import unknown_address
from wecomnotify.api import urls as api_urls
from wecomnotify.report_routes import is_for_reports


def intake_addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return those of the API's addresses by which something is reported."""
    patterns, application, namespace = api_urls()
    reporting = [each for each in patterns if is_for_reports(str(each.pattern))]
    return reporting, application, namespace


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", intake_addresses()),
    path("api/<path:rest>", unknown_address),
    path("healthz", health.healthz, name="healthz"),
]
