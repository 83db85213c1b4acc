from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from simulator.calls import Call
from simulator.options import BrokenJson, Options

_MSGTYPE = re.compile(rb'"msgtype"\s*:\s*"([a-z_0-9]+)"')


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """Hold what the robot understood; `warn` when the text was no JSON object in UTF-8."""

    members: dict[str, Any] = field(default_factory=dict)
    warn: bool = False


def decode(call: Call, options: Options) -> Decoded:
    """Return the body's members; anything but POST counts as a request without a body."""
    if call.method != "POST":
        return Decoded()
    try:
        members = json.loads(call.body.decode("utf-8"))
        json.dumps(members, ensure_ascii=False).encode("utf-8")  # lone surrogates are no Unicode text
    except (ValueError, RecursionError):
        return _broken(call.body, options)
    return Decoded(members=members) if isinstance(members, dict) else _broken(call.body, options)


def _broken(body: bytes, options: Options) -> Decoded:
    found = _MSGTYPE.search(body) if options.broken_json is BrokenJson.LENIENT else None
    return Decoded(members={"msgtype": found.group(1).decode()} if found else {}, warn=True)


def fields_of(members: dict[str, Any], msgtype: str) -> dict[str, Any]:
    """Return the object named like the msgtype; a missing or other one counts as empty."""
    fields = members.get(msgtype)
    return fields if isinstance(fields, dict) else {}


def text_in(fields: dict[str, Any], name: str) -> str:
    """Return a member that is a non-empty string, else ""."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""
