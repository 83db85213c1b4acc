"""Every address of the site, read from its URL map: pages, and calls of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver
from ninja.constants import NOT_SET

from wecomnotify.api import api

API = "api/v1"
PARAMETER = re.compile(r"[<{](?:\w+:)?(\w+)[>}]")


def walk(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern


def calls() -> list[str]:
    """Return the API's calls: `PUT /steps/{step_id}`."""
    routers = (router for _prefix, router in api._routers)
    views = ((path, view) for router in routers for path, view in router.path_operations.items())
    return [f"{method} {path}" for path, view in views for each in view.operations for method in each.methods]


def pages() -> dict[str, Any]:
    """Return what is no call of the API, by its route: `teams/<slug:slug>/`."""
    of_calls = {re.sub(r"{(\w+)}", r"<\1>", API + call.partition(" ")[2]) for call in calls()}
    return {route: each for route, each in walk(get_resolver().url_patterns) if route not in of_calls}


def filled(route: str, values: dict[str, Any]) -> str:
    """Return the path that a route becomes with these values: `/teams/shop/`."""
    path = PARAMETER.sub(lambda found: str(values[found[1]]), route)
    return path if path.startswith("/") else f"/{path}"


def is_authenticated_by_token(call: str) -> bool:
    """Return whether a call of the API asks for a token; a hook authenticates its sender its own way."""
    method, _, path = call.partition(" ")
    _ = get_resolver().url_patterns  # only when the map is read does a call know how it authenticates
    for _prefix, router in api._routers:
        view = router.path_operations.get(path)
        for each in view.operations if view else ():
            if method in each.methods:
                return bool(each.auth_callbacks) and each.auth_param is not NOT_SET
    return False
