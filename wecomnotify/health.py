"""`/healthz`: the process answers. `/readyz`: it could do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse

from wecomnotify import readiness

if TYPE_CHECKING:
    from collections.abc import Callable


class Remembered:
    """A check whose good answer holds as long as the process does, for nothing it looks at changes back."""

    def __init__(self, check: Callable[[], str]) -> None:
        self.check, self.is_good = check, False

    def __call__(self) -> str:
        fault = "" if self.is_good else self.check()
        self.is_good = not fault
        return fault


CHECKS: dict[str, Callable[[], str]] = {
    "database": readiness.missing_database,
    "migrations": Remembered(readiness.missing_migrations),  # it reads every migration there is
    "keyring": readiness.missing_keyring,
    "dispatcher": readiness.missing_dispatcher,
}


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything is there, else 503 with what is missing."""
    faults: dict[str, str] = {}
    for name, check in CHECKS.items():
        if fault := check():
            faults[name] = fault
        if "database" in faults:
            break  # the others ask it too
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)
