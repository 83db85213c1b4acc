"""The address of the person whose request is being answered, for the audit trail."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

_current: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


def current_address() -> str | None:
    """Return the address of the request under way, None outside requests and where nobody knows it."""
    request = _current.get()
    return None if request is None else address_of(request)


def address_of(request: HttpRequest) -> str | None:
    """Return the caller's address; proxies in front count as TRUSTED_PROXY_COUNT says."""
    try:
        return get_client_ip(request) or None  # a socket file has no address
    except ImproperlyConfigured:  # a forwarding header may be too short to hold one
        return None


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Make this request the one under way."""
    token = _current.set(request)
    try:
        yield
    finally:
        _current.reset(token)
