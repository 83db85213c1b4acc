"""The one place that speaks HTTP to robots: no redirect, one deadline, no exception that holds a key.

Protocol: POST {base}/cgi-bin/webhook/send?key=KEY, JSON in UTF-8; any other content type gets HTTP 415.
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from requests import RequestException
from urllib3 import BaseHTTPResponse, Retry, Timeout
from urllib3.exceptions import (
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as UnansweredError

from credentials import endpoints
from credentials.answers import Answer, Fault, Outcome, judge
from credentials.connections import READ_SECONDS, Call, PeerRefusedError, calling
from credentials.lines import line_of_this_thread
from sealing.secret import Secret

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 13.0
ANSWER_MAX_BYTES = 16 * 1024
HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "WeComNotify",
}
NEVER_AGAIN = Retry(0, read=False)
FAULTS: tuple[tuple[type[BaseException], Fault], ...] = (
    (PeerRefusedError, Fault.PEER),
    (NameResolutionError, Fault.NAME),
    (SSLError, Fault.TLS),
    (ProxyError, Fault.PROXY),
    (NewConnectionError, Fault.CONNECT),
    (UnansweredError, Fault.CONNECT_TIMEOUT),
)
TROUBLES = (RequestException, HTTPError, HTTPException, OSError, ValueError)


class SenderBrokenError(Exception):
    """Something broke that is no trouble of the network; the kind and the place are named, without a key."""

    def __init__(self, error: BaseException) -> None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        super().__init__(f"The sender broke with {type(error).__name__} at {place}.")


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
    broken = None
    try:
        place = line_of_this_thread().place_of(address)
        response = place.pool.urlopen(
            "POST",
            f"{place.path}?key={key.reveal()}",
            body=body,
            headers=HEADERS,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
            retries=NEVER_AGAIN,
            timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )
    except TROUBLES as error:
        fault = _fault(error, call)
    except Exception as error:  # noqa: BLE001  # its frames hold the address with the key
        broken = SenderBrokenError(error)
    else:
        return _read(response)
    if broken:
        raise broken
    outcome = Outcome.AMBIGUOUS if call.is_written else Outcome.NOT_SENT
    return Answer.of_fault(outcome, fault)


def _read(response: BaseHTTPResponse) -> Answer:
    """Read a bounded answer; a body that breaks off after HTTP 200 leaves open whether it was accepted."""
    status = response.status
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
        response.release_conn()
    if status != HTTPStatus.OK:
        return judge(status, b"")
    return Answer.of_fault(Outcome.AMBIGUOUS, fault, http_status=status)


def _content(response: BaseHTTPResponse) -> bytes:
    """Return the raw body, or its first bytes once it is too long; raise where it ends before its length."""
    content = b""
    while len(content) <= ANSWER_MAX_BYTES:
        piece = response.read(ANSWER_MAX_BYTES + 1 - len(content), decode_content=False)
        if not piece:
            break
        content += piece
    if not content and not _says_its_length(response):
        raise ProtocolError("it ended before its body")
    return content


def _says_its_length(response: BaseHTTPResponse) -> bool:
    """Tell whether the head came as far as that: http.client takes one that breaks off for a whole one."""
    return "Content-Length" in response.headers or "Transfer-Encoding" in response.headers


def _fault(error: BaseException, call: Call) -> Fault:
    if call.is_written:
        return _broken_off(error)
    causes = list(_causes(error))
    found = (fault for kind, fault in FAULTS if any(isinstance(cause, kind) for cause in causes))
    return next(found, Fault.CONNECT)


def _broken_off(error: BaseException) -> Fault:
    is_timeout = any(isinstance(cause, TimeoutError | UnansweredError) for cause in _causes(error))
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
