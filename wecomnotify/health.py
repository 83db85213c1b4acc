"""`/healthz`: the process answers. `/readyz`: it could do its work."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse

from wecomnotify import readiness

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATED_SECONDS = 30


class Remembered:
    """A check whose good answer holds as long as the process does, for nothing it looks at changes back."""

    def __init__(self, check: Callable[[], str]) -> None:
        self.check, self.is_good = check, False

    def __call__(self) -> str:
        fault = "" if self.is_good else self.check()
        self.is_good = not fault
        return fault


class Repeated:
    """A check that reads much: its answer holds for a while, for `/readyz` is open to everybody."""

    def __init__(self, check: Callable[[], str]) -> None:
        self.check, self.fault, self.until = check, "", 0.0

    def __call__(self) -> str:
        if (now := monotonic()) >= self.until:
            self.fault, self.until = self.check(), now + REPEATED_SECONDS
        return self.fault


CHECKS: dict[str, Callable[[], str]] = {
    "database": readiness.missing_database,
    "migrations": Remembered(readiness.missing_migrations),  # it reads every migration there is
    "keyring": readiness.missing_keyring,
    "dispatcher": readiness.missing_dispatcher,
}
# What is worth a look while everything else works: no reason to send people elsewhere.
WARNINGS: dict[str, Callable[[], str]] = {"keys": Repeated(readiness.lacking_keys)}


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything is there, else 503 with what is missing; warnings change neither."""
    faults: dict[str, str] = {}
    warnings: dict[str, str] = {}
    for name, check in CHECKS.items():
        if fault := check():
            faults[name] = fault
        if "database" in faults:
            break  # the others ask it too
    else:
        warnings = {name: warning for name, check in WARNINGS.items() if (warning := check())}
    told = {"ready": not faults, "faults": faults, "warnings": warnings}
    return JsonResponse(told, status=503 if faults else 200)
