"""The addresses: each room's own, mounted here."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from wecomnotify import api_docs, appearance, gallery, health, metrics
from wecomnotify.api import unknown_address
from wecomnotify.api import urls as api_urls

urlpatterns: list[URLPattern | URLResolver] = [
    # The first that fits answers: a report, of which there are many, should not try every page's address.
    path("api/v1/", api_urls()),
    path("api/v1/docs", api_docs.docs, name="api-docs"),
    path("api/<path:rest>", unknown_address),
    path("", include("notifications.urls")),
    path("", include("credentials.urls")),
    path("", include("teams.urls")),
    path("theme/", appearance.set_theme, name="set_theme"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]

if settings.HAS_SIMULATOR:
    from simulator.urls import robot_urlpatterns

    urlpatterns += [*robot_urlpatterns, path("simulator/", include("simulator.urls")), *gallery.urlpatterns]
