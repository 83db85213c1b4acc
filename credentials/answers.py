"""What a robot answered, judged: HTTP 200 means nothing, the integer `errcode` decides."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from credentials.explanations import BY_ERRCODE, BY_FAULT, BY_HTTP_STATUS, BY_OUTCOME, Explanation, Words
from credentials.outcomes import Fault, Outcome
from sealing.redaction import redact

__all__ = ["Answer", "Fault", "Outcome", "advice", "judge", "meaning"]

ERRMSG_MAX_CHARACTERS = 300
HINT_MAX_CHARACTERS = 80
ERRCODE_LIMIT = 2**31
BUSY_CODES = frozenset({-1, 45033})
DEAD_ROBOT_CODES = frozenset({93000, 93004, 93006, 93008})
RATE_LIMIT_CODE = 45009

HINT = re.compile(r",?\s*hint:\s*\[([^\]]*)\]")
FROM_IP = re.compile(r",?\s*from ip:\s*[^,]*", re.IGNORECASE)
MORE_INFO = re.compile(r",?\s*more info at\s+\S*")
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of one call to a robot."""

    outcome: Outcome
    http_status: int | None = None
    errcode: int | None = None
    errmsg: str = ""
    hint: str = ""
    duration_ms: int = 0

    @property
    def is_accepted(self) -> bool:
        return self.outcome == Outcome.ACCEPTED

    @property
    def fault(self) -> Fault | None:
        """Name what went wrong on our side of the wire, when it was our side."""
        return Fault(self.errmsg) if self.errmsg in Fault.values else None

    @classmethod
    def of_fault(cls, outcome: Outcome, fault: Fault, *, http_status: int | None = None) -> Answer:
        return cls(outcome=outcome, errmsg=fault.value, http_status=http_status)


def judge(http_status: int, body: bytes) -> Answer:
    """Judge what came back: accepted is HTTP 200 and a JSON object whose integer `errcode` is 0.

    `body` holds the raw bytes. The message is cleaned: `hint` stands apart, the caller's address,
    the link and every key are gone.
    """
    members = _members(body)
    errcode = _errcode(members)
    words, hint = _clean(members.get("errmsg"))
    outcome = _by_errcode(errcode) if http_status == HTTPStatus.OK else _by_status(http_status)
    return Answer(outcome=outcome, http_status=http_status, errcode=errcode, errmsg=words, hint=hint)


def meaning(answer: Answer) -> Words:
    """Say in words what an answer means, translated when it is shown."""
    return _explanation(answer).meaning


def advice(answer: Answer) -> Words:
    """Say in words what to do next about an answer, translated when it is shown."""
    return _explanation(answer).advice


def _members(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _errcode(members: dict[str, Any]) -> int | None:
    found = members.get("errcode")
    # True is an int in Python, and no error code.
    is_code = isinstance(found, int) and not isinstance(found, bool) and abs(found) < ERRCODE_LIMIT
    return found if is_code else None


def _clean(errmsg: object) -> tuple[str, str]:
    """Return the message without address, link, keys and invisible characters, and the trace id apart."""
    text = errmsg if isinstance(errmsg, str) else ""
    found = HINT.search(text)
    hint = re.sub(r"[^0-9A-Za-z_]", "", found[1])[:HINT_MAX_CHARACTERS] if found else ""
    for unwanted in (HINT, FROM_IP, MORE_INFO):
        text = unwanted.sub("", text)
    return INVISIBLE.sub(" ", redact(text)).strip()[:ERRMSG_MAX_CHARACTERS], hint


def _by_errcode(errcode: int | None) -> Outcome:
    if errcode is None:
        return Outcome.UNREADABLE
    if errcode == 0:
        return Outcome.ACCEPTED
    if errcode == RATE_LIMIT_CODE:
        return Outcome.RATE_LIMITED
    if errcode in BUSY_CODES:
        return Outcome.BUSY
    return Outcome.DEAD_ROBOT if errcode in DEAD_ROBOT_CODES else Outcome.REFUSED


def _by_status(http_status: int) -> Outcome:
    if http_status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome.RATE_LIMITED
    if http_status == HTTPStatus.NOT_FOUND:
        return Outcome.DEAD_ROBOT
    if http_status == HTTPStatus.REQUEST_TIMEOUT or http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Outcome.SERVER_ERROR
    return Outcome.REFUSED


def _explanation(answer: Answer) -> Explanation:
    if answer.fault:
        return Explanation(answer.fault.label, BY_FAULT[answer.fault])
    is_wecoms_own = answer.http_status == HTTPStatus.OK and answer.errcode is not None
    if is_wecoms_own and answer.errcode in BY_ERRCODE:
        return BY_ERRCODE[answer.errcode]
    if answer.http_status in BY_HTTP_STATUS:
        return BY_HTTP_STATUS[answer.http_status]
    return BY_OUTCOME[answer.outcome]
