from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from enum import StrEnum

JSON_TYPE = "application/json; charset=UTF-8"
JSON_WARNING = "Warning: wrong json format. "
HELP_URL = "https://open.work.weixin.qq.com/devtool/query?e="


class Refused(Exception):  # noqa: N818 - the robot's word, not a fault of the program
    """Say with which errcode and words the robot turns a request down."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        """Take WeCom's code and its text before ", hint:"."""
        super().__init__(f"{errcode} {errmsg}")
        self.errcode = errcode
        self.errmsg = errmsg


class Wire(StrEnum):
    """How the bytes of a reply leave: WHOLE is what a healthy server does."""

    WHOLE = "whole"
    DRIP = "drip"
    DROP = "drop"
    HANG = "hang"


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    body: bytes = b""
    content_type: str = JSON_TYPE
    location: str = ""
    wire: Wire = Wire.WHOLE
    delay_seconds: float = 0.0
    drip_seconds: float = 0.0


def accepted(*, warn: bool = False, **more: str) -> Reply:
    """Return WeCom's answer to a message it took: 27 bytes, or with the JSON warning as a suffix."""
    errmsg = f"ok. {JSON_WARNING}" if warn else "ok"
    return Reply(body=_compact({"errcode": 0, "errmsg": errmsg, **more}))


def refused(refusal: Refused, *, now: float, peer: str, warn: bool = False) -> Reply:
    """Return WeCom's answer to a message it refused: HTTP 200, trace hint and caller's address included."""
    hint = f"{int(now):010d}{secrets.randbelow(10**15):015d}"
    prefix = JSON_WARNING if warn else ""
    errmsg = (
        f"{prefix}{refusal.errmsg}, hint: [{hint}], from ip: {peer}, more info at {HELP_URL}{refusal.errcode}"
    )
    return Reply(body=_compact({"errcode": refusal.errcode, "errmsg": errmsg}))


def _compact(members: dict[str, object]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
