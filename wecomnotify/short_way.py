"""The short way of a report: what is in order is answered without Django, and all else by Django as ever.

There is one place for every answer that says no, and for the headers: those that Django gave to a good report
are learned and given again. A request is handed on as it came, before anything of it was stored.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from django.db import DatabaseError, InterfaceError
from django.utils.http import http_date

from notifications import token_reports
from notifications.api import event_batches
from notifications.api.receipts import body
from notifications.api.reporting import MET
from notifications.event_bodies import BadEvent, report_of
from notifications.reports import Report
from notifications.token_reports import Outcome
from sealing import tokens
from teams.api.bearer import text_in
from teams.api.problems import Problem
from teams.api.strict_json import BODY_MAX_BYTES, parse

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

    Environ = dict[str, Any]
    Headers = list[tuple[str, str]]
    Reply = tuple[HTTPStatus, str]

logger = logging.getLogger(__name__)
ANY_LANGUAGE = "*"
KINDS_MAX = 100
LONG_SECONDS = 3.0
# By what the headers of good answers differ, where there is neither a cookie nor a wish for a language.
KIND = ("wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "SERVER_NAME", "SERVER_PORT")
OF_ONE_ANSWER = {"content-length", "expires", "set-cookie"}
GOOD = (HTTPStatus.OK, HTTPStatus.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class Address:
    """How a body sent to an address is read, and what is answered; nothing when it is to be handed on."""

    reports: Callable[[bytes], list[Report]]
    reply: Callable[[Sequence[Outcome]], Reply | None]


class ShortWay:
    """Answer a report that is in order; hand everything else on."""

    def __init__(self, application: WSGIApplication) -> None:
        """Take the way of everything else."""
        self.application = application
        self._learned: dict[tuple[Any, ...], Headers] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_plain(environ):
            return self.application(environ, start_response)
        kind = tuple(environ.get(name) for name in KIND)
        headers = self._learned.get(kind)
        if headers is None:
            return self.application(environ, self._learning(kind, start_response))
        reply = _reply(environ)
        if reply is None:
            return self.application(environ, start_response)
        status, text = reply
        content = text.encode()
        own = [("Content-Length", str(len(content))), ("Expires", http_date())]
        start_response(f"{status.value} {status.phrase}", headers + own)
        return [content]

    def _learning(self, kind: tuple[Any, ...], start_response: StartResponse) -> StartResponse:
        """Return what begins an answer and remembers the headers of a good one."""

        def begin(status: str, headers: Headers, *more: Any) -> Any:
            if int(status[:3]) in GOOD:
                if len(self._learned) >= KINDS_MAX:
                    self._learned.clear()  # a caller may invent ports; the real ones are soon back
                self._learned[kind] = [each for each in headers if each[0].lower() not in OF_ONE_ANSWER]
            return start_response(status, headers, *more)

        return begin


def is_plain(environ: Environ) -> bool:
    """Tell whether a request is a report without anything that would make a good answer another one."""
    return (
        environ.get("PATH_INFO") in ADDRESSES
        and environ["REQUEST_METHOD"] == "POST"
        and not environ.get("SCRIPT_NAME")
        and not environ.get("QUERY_STRING")
        and not environ.get("HTTP_COOKIE")
        and environ.get("HTTP_ACCEPT_LANGUAGE", ANY_LANGUAGE) == ANY_LANGUAGE
    )


def _reply(environ: Environ) -> Reply | None:
    """Receive reports that are in order; None when nothing is stored and the body can be read again."""
    token = text_in(environ.get("HTTP_AUTHORIZATION", ""))
    content = _body(environ) if tokens.is_well_formed(token) else None
    if content is None:
        return None
    began = time.monotonic()
    try:
        return _received(content, address=ADDRESSES[environ["PATH_INFO"]], digest=tokens.digest(token))
    except (Problem, BadEvent):
        return None
    except (DatabaseError, InterfaceError) as error:
        if time.monotonic() - began > LONG_SECONDS:
            environ[MET] = error  # who waited in vain does not wait once more
        return None  # else Django meets it too, and says so
    except Exception:
        logger.exception("The short way of a report failed: the report is handed on.")
        return None


def _body(environ: Environ) -> bytes | None:
    """Read the body and put it back; None when its length is not one to read here."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit() and int(length) <= BODY_MAX_BYTES):
        return None
    content: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(content)
    return content


def _received(content: bytes, *, address: Address, digest: str) -> Reply | None:
    reports = address.reports(content)
    outcomes = token_reports.receive(reports, digest=digest) if reports else None
    return address.reply(outcomes) if outcomes else None


def _reply_to_one(outcomes: Sequence[Outcome]) -> Reply | None:
    (outcome,) = outcomes
    if isinstance(outcome, Exception):
        return None
    return HTTPStatus.OK if outcome.is_duplicate else HTTPStatus.ACCEPTED, json.dumps(body(outcome))


def _reports_of_batch(content: bytes) -> list[Report]:
    events = event_batches.events_in(parse(content, max_depth=event_batches.BATCH_DEPTH_MAX))
    if not all(isinstance(event, dict) for event in events):
        return []
    return [report_of(cast("dict[str, Any]", event)) for event in events]


ADDRESSES = {
    "/api/v1/events": Address(reports=lambda content: [report_of(parse(content))], reply=_reply_to_one),
    "/api/v1/events/batch": Address(
        reports=_reports_of_batch,
        reply=lambda outcomes: (HTTPStatus.ACCEPTED, event_batches.answer(outcomes)),
    ),
}
