"""The one place that speaks HTTP to robots: no redirect, one deadline, no exception that holds a key.

Protocol: POST {base}/cgi-bin/webhook/send?key=KEY, JSON in UTF-8; any other content type gets HTTP 415.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
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
    """One thread's session, with the settings it was made for."""

    made_for: tuple[str, str]
    session: requests.Session = field(default_factory=requests.Session)
    used_at: float = 0.0


_thread = threading.local()


def send(endpoint: str, key: Secret, message: Mapping[str, Any]) -> Answer:
    """Post one message to the robot of this endpoint and key, and judge what came back.

    No exception of the network leaves here: each becomes an answer without a trace of the key.

    Raises:
        UnknownEndpointError: when the endpoint is not configured.
    """
    url = f"{endpoints.base_url(endpoint)}{endpoints.SEND_PATH}?key={key.reveal()}"
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    started = time.monotonic()
    with calling(endpoints.reach(endpoint), seconds=TOTAL_SECONDS) as call:
        answer = _ask(url, body, call)
    milliseconds = round((time.monotonic() - started) * 1000)
    return replace(
        answer,
        errmsg=key.hide_in(answer.errmsg),
        hint=key.hide_in(answer.hint),
        duration_ms=milliseconds,
    )


def _ask(url: str, body: bytes, call: Call) -> Answer:
    try:
        response = _session().post(
            url,
            data=body,
            headers=HEADERS,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
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


def _session() -> requests.Session:
    """Return this thread's session; requests' sessions are not safe to share between threads."""
    made_for = (str(settings.WECOM_PROXY), str(settings.WECOM_CA_BUNDLE))
    line: Line | None = getattr(_thread, "line", None)
    if line is None or line.made_for != made_for:
        line = _thread.line = Line(made_for=made_for, session=_new_session(*made_for))
    elif time.monotonic() - line.used_at > IDLE_SECONDS:
        line.session.close()
    line.used_at = time.monotonic()
    return line.session


def _new_session(proxy: str, ca_bundle: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.proxies = {"https": proxy} if proxy else {}
    session.verify = ca_bundle or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = GuardedAdapter(pool_connections=4, pool_maxsize=1)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


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
