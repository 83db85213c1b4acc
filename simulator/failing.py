from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulator.calls import Call
from simulator.faults import GARBAGE, Fault, Kind
from simulator.replies import Refused, Reply, Wire, refused

HTML_TYPE = "text/html; charset=utf-8"
_REFUSALS = {
    Kind.BUSY: (-1, "system busy"),
    Kind.RATE_LIMITED: (45009, "api freq out of limit"),
    Kind.CONCURRENT: (45033, "api concurrent out of limit"),
    Kind.REMOVED: (93000, "invalid webhook url"),
    Kind.DISABLED: (93004, "robot is disabled"),
    Kind.TOO_LONG: (40058, "markdown.content exceed max length 4096. invalid Request Parameter"),
}


def fail(call: Call, faults: list[Fault], answer: Callable[[], Reply]) -> Reply:
    """Return the reply that the scripted faults make of a call; `answer` does what the robot would do."""
    late = sum(fault.seconds for fault in faults if fault.kind is Kind.LATENCY)
    other = next((fault for fault in faults if fault.kind is not Kind.LATENCY), None)
    reply = answer() if other is None else _fail(call, other, answer)
    return replace(reply, delay_seconds=late)


def _fail(call: Call, fault: Fault, answer: Callable[[], Reply]) -> Reply:
    match fault.kind:
        case Kind.DRIP:
            return replace(answer(), wire=Wire.DRIP, drip_seconds=fault.seconds)
        case Kind.DROP_AFTER_ACCEPTING:
            return replace(answer(), wire=Wire.DROP)
        case Kind.DROP | Kind.HANG:
            return Reply(wire=Wire(fault.kind.value))
        case _:
            return _other_reply(call, fault)


def _other_reply(call: Call, fault: Fault) -> Reply:
    match fault.kind:
        case Kind.STATUS:
            return Reply(status=fault.status, body=fault.text.encode(), content_type=HTML_TYPE)
        case Kind.REDIRECT:
            return Reply(status=302, location=f"{call.path}?key={call.key}&redirected=1")
        case Kind.UNSUPPORTED_MEDIA_TYPE:
            return Reply(status=415)
        case Kind.GARBAGE:
            return Reply(body=(fault.text or GARBAGE).encode(), content_type=HTML_TYPE)
    errcode, words = _REFUSALS.get(fault.kind, (fault.errcode, fault.text or "scripted"))
    return refused(Refused(errcode, words), now=call.at, peer=call.peer)
