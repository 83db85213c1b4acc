"""By which of the API's addresses something is reported."""

from __future__ import annotations

API = "/api/v1/"


def is_for_reports(route: str) -> bool:
    """Tell it of an address that is written without the API's beginning, as `events` or `hooks/gitee`."""
    return route in {"events", "events/batch"} or route.startswith("hooks/")


def is_report(method: str, path: str) -> bool:
    """Tell whether a request reports something: there are many, and they wait for nobody but the database."""
    return method == "POST" and path.startswith(API) and is_for_reports(path.removeprefix(API))
