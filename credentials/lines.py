"""A thread's open, guarded connections to robots; what is the same for every message is made once."""

from __future__ import annotations

import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool

from credentials.connections import POOLS

# Shorter than any server's keep-alive, so that a request seldom meets a connection just being closed.
IDLE_SECONDS = 20.0
PLACES_MAX = 4
# Said by us, whatever the machine's OpenSSL would allow.
OLDEST_TLS = ssl.TLSVersion.TLSv1_2

_thread = threading.local()


class GuardedAdapter(HTTPAdapter):
    """Use guarded connections, directly and through the configured proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_minimum_version=OLDEST_TLS, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_minimum_version=OLDEST_TLS, **proxy_kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager


@dataclass(frozen=True)
class Place:
    """Where an endpoint's messages go: the connections to it, and the path there."""

    pool: HTTPConnectionPool
    path: str


@dataclass
class Line:
    """One thread's connections, with the proxy and CA bundle they were made for; no cookies, no netrc."""

    made_for: tuple[str, str]
    adapter: GuardedAdapter
    used_at: float = 0.0
    places: dict[str, Place] = field(default_factory=dict)

    def place_of(self, address: str) -> Place:
        """Return where an address leads; its parts and its TLS settings are put together once."""
        if address not in self.places:
            if len(self.places) >= PLACES_MAX:
                self.hang_up()
            self.places[address] = self._found(address)
        return self.places[address]

    def hang_up(self) -> None:
        """End all connections; the next message opens a new one."""
        self.places.clear()
        self.adapter.close()

    def _found(self, address: str) -> Place:
        proxy, ca_bundle = self.made_for
        request = requests.Request("POST", address).prepare()
        verify: str | bool = ca_bundle or True
        proxies = {"https": proxy} if proxy else {}
        adapter: Any = self.adapter
        pool = adapter.get_connection_with_tls_context(request, verify, proxies=proxies)
        adapter.cert_verify(pool, address, verify, None)
        return Place(pool=pool, path=request.path_url)


def line_of_this_thread() -> Line:
    """Return this thread's line; what requests keeps is not safe to share between threads."""
    made_for = (str(settings.WECOM_PROXY), str(settings.WECOM_CA_BUNDLE))
    line: Line | None = getattr(_thread, "line", None)
    if line is None or line.made_for != made_for:
        adapter = GuardedAdapter(pool_connections=PLACES_MAX, pool_maxsize=1)
        line = _thread.line = Line(made_for=made_for, adapter=adapter)
    elif time.monotonic() - line.used_at > IDLE_SECONDS:
        line.hang_up()
    line.used_at = time.monotonic()
    return line
