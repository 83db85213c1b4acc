from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from simulator.exchange import Exchange

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_PROXY_HEADERS = ("X-Forwarded-For", "Forwarded")


def development_only(view: View[P]) -> View[P]:
    """Answer 404 unless DEBUG is on and the request comes from this very machine."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not (settings.DEBUG and is_from_here(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def is_from_here(request: HttpRequest) -> bool:
    """Return whether the caller is on loopback and no proxy speaks for somebody else."""
    forwarded = any(name in request.headers for name in _PROXY_HEADERS)
    try:
        return not forwarded and ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except ValueError:
        return False


def exchange() -> Exchange:
    """Return this process's exchange for the file in settings.SIMULATOR_FILE."""
    return _exchange_for(Path(settings.SIMULATOR_FILE))


@functools.cache
def _exchange_for(path: Path) -> Exchange:
    return Exchange(path)
