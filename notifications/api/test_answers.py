"""The answers of preview and test: WeCom's own figures, what they mean and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ninja import Schema, Status
from pydantic import Field

from credentials.answers import advice, meaning
from notifications.delivery.test_messages import TestResult
from notifications.models.state import OPEN_STATES
from notifications.rendering import Message
from teams.api.problems import FieldError
from teams.api.schemas import Id


class MessageOut(Schema):
    """One call to the robot: `body` is the exact JSON, `bytes` counts the UTF-8 bytes of its text."""

    msgtype: str
    body: dict[str, Any]
    bytes: int
    limit: int


class PreviewOut(Schema):
    """What would be sent, and what the step's author should know."""

    messages: list[MessageOut]
    problems: list[str]


class TestOut(Schema):
    """What came back; the figures are those of the first message that was not accepted, else of the first."""

    __test__ = False  # no class of tests, in spite of its name

    delivery: Id
    accepted: bool = Field(description="Every message was: HTTP 200 and errcode 0.")
    http_status: int | None
    errcode: int | None
    errmsg: str
    meaning: str
    advice: str
    duration_ms: int | None
    messages: list[MessageOut]


class WaitingOut(Schema):
    """Nothing came back yet, and why."""

    delivery: Id
    reason: str
    messages: list[MessageOut]


def previewed(messages: Iterable[Message], faults: Iterable[FieldError]) -> dict[str, Any]:
    made = list(messages)
    problems = [f"{fault.field}: {fault.message}" for fault in faults]
    problems += [problem for message in made for problem in message.problems]
    return {"messages": _messages(made), "problems": list(dict.fromkeys(problems))}


def answered(result: TestResult) -> Status:
    """Return 200 with WeCom's answer, or 202 with the reason while there is none."""
    same = {"delivery": result.delivery.pk, "messages": _messages(result.messages)}
    if result.answer is not None:
        return Status(200, same | _figures(result))
    if any(delivery.state in OPEN_STATES for delivery in result.deliveries):
        return Status(202, same | {"reason": result.reason})
    # It ended before any robot was called: there are no figures, the reason tells why.
    nothing = {"http_status": None, "errcode": None, "errmsg": "", "duration_ms": None}
    return Status(
        200, same | nothing | {"accepted": False, "meaning": result.reason, "advice": result.advice}
    )


def _figures(result: TestResult) -> dict[str, Any]:
    answer = result.answer
    assert answer is not None
    return {
        "accepted": result.is_accepted,
        "http_status": answer.http_status,
        "errcode": answer.errcode,
        "errmsg": answer.errmsg,
        "meaning": str(meaning(answer)),
        "advice": str(advice(answer)),
        "duration_ms": answer.duration_ms,
    }


def _messages(messages: Iterable[Message]) -> list[dict[str, Any]]:
    return [
        {"msgtype": each.msgtype, "body": each.body, "bytes": each.bytes, "limit": each.limit}
        for each in messages
    ]
