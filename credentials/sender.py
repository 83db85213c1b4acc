"""The one place that speaks HTTP to robots: no redirect, one deadline, no exception that holds a key.

Protocol: POST {base}/cgi-bin/webhook/send?key=KEY, JSON in UTF-8; any other content type gets HTTP 415.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    SSLError,
)

from credentials import endpoints
from credentials.answers import Answer, Fault, Outcome, judge
from credentials.connections import POOLS, READ_SECONDS, Call, PeerRefusedError, calling
from sealing.secret import Secret

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 13.0
ANSWER_MAX_BYTES = 16 * 1024
# Shorter than any server's keep-alive, so that a request seldom meets a connection just being closed.
IDLE_SECONDS = 20.0
HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "WeComNotify",
}
FAULTS: tuple[tuple[type[BaseException], Fault], ...] = (
    (PeerRefusedError, Fault.PEER),
    (NameResolutionError, Fault.NAME),
    (SSLError, Fault.TLS),
    (ProxyError, Fault.PROXY),
    (NewConnectionError, Fault.CONNECT),
    (ConnectTimeoutError, Fault.CONNECT_TIMEOUT),
)
TROUBLES = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError)


class GuardedAdapter(HTTPAdapter):
    """Use guarded connections, directly and through the configured proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager


@dataclass
class Line:
    """One thread's connections, with the proxy and CA bundle they were made for; no cookies, no netrc."""

    made_for: tuple[str, str]
    adapter: GuardedAdapter
    used_at: float = 0.0


_thread = threading.local()


def send(endpoint: str, key: Secret, message: Mapping[str, Any]) -> Answer:
    """Post one message to the robot of this endpoint and key, and judge what came back.

    No exception of the network leaves here: each becomes an answer without a trace of the key.

    Raises:
        UnknownEndpointError: when the endpoint is not configured.
    """
    address = f"{endpoints.base_url(endpoint)}{endpoints.SEND_PATH}"
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    started = time.monotonic()
    with calling(endpoints.reach(endpoint), seconds=TOTAL_SECONDS) as call:
        answer = _ask(address, key, body, call)
    milliseconds = round((time.monotonic() - started) * 1000)
    errmsg, hint = key.hide_in(answer.errmsg), key.hide_in(answer.hint)
    return replace(answer, errmsg=errmsg, hint=hint, duration_ms=milliseconds)


def _ask(address: str, key: Secret, body: bytes, call: Call) -> Answer:
    line = _line()
    proxy, ca_bundle = line.made_for
    try:
        response = line.adapter.send(
            _request(f"{_normalized(address)}?key={key.reveal()}", body),
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            stream=True,
            verify=ca_bundle or True,
            proxies={"https": proxy} if proxy else {},
        )
    except TROUBLES as error:
        fault = _fault(error, call)
    else:
        return _read(response)
    outcome = Outcome.AMBIGUOUS if call.is_written else Outcome.NOT_SENT
    return Answer.of_fault(outcome, fault)


def _read(response: requests.Response) -> Answer:
    """Read a bounded answer; a body that breaks off after HTTP 200 leaves open whether it was accepted."""
    status = response.status_code
    try:
        content = _content(response)
    except TROUBLES as error:
        fault = _broken_off(error)
    else:
        if len(content) <= ANSWER_MAX_BYTES:
            return judge(status, content)
        return replace(judge(status, b""), errmsg=Fault.TOO_LONG.value)
    finally:
        response.close()
    if status != HTTPStatus.OK:
        return judge(status, b"")
    return Answer.of_fault(Outcome.AMBIGUOUS, fault, http_status=status)


def _content(response: requests.Response) -> bytes:
    """Return the raw body, or its first bytes once it is too long; raise where it ends before its length."""
    content = b""
    while len(content) <= ANSWER_MAX_BYTES:
        piece = response.raw.read(ANSWER_MAX_BYTES + 1 - len(content), decode_content=False)
        if not piece:
            break
        content += piece
    return content


def _request(url: str, body: bytes) -> requests.PreparedRequest:
    """Return a request as it goes out; preparing one would parse the same address for every message."""
    request = requests.PreparedRequest()
    request.method, request.url, request.body = "POST", url, body
    request.headers = CaseInsensitiveDict(HEADERS | {"Content-Length": str(len(body))})
    return request


@lru_cache
def _normalized(address: str) -> str:
    """Return an address without a key as requests would send it."""
    return str(requests.Request("POST", address).prepare().url)


def _line() -> Line:
    """Return this thread's line; what requests keeps is not safe to share between threads."""
    made_for = (str(settings.WECOM_PROXY), str(settings.WECOM_CA_BUNDLE))
    line: Line | None = getattr(_thread, "line", None)
    if line is None or line.made_for != made_for:
        adapter = GuardedAdapter(pool_connections=4, pool_maxsize=1)
        line = _thread.line = Line(made_for=made_for, adapter=adapter)
    elif time.monotonic() - line.used_at > IDLE_SECONDS:
        line.adapter.close()
    line.used_at = time.monotonic()
    return line


def _fault(error: BaseException, call: Call) -> Fault:
    if call.is_written:
        return _broken_off(error)
    causes = list(_causes(error))
    found = (fault for kind, fault in FAULTS if any(isinstance(cause, kind) for cause in causes))
    return next(found, Fault.CONNECT)


def _broken_off(error: BaseException) -> Fault:
    is_timeout = any(isinstance(cause, TimeoutError | requests.Timeout) for cause in _causes(error))
    return Fault.READ_TIMEOUT if is_timeout else Fault.CLOSED


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and everything it was made from."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        nested = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        waiting += [one for one in nested if isinstance(one, BaseException)]
