from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from simulator.calls import Call
from simulator.checks.cards import check_card
from simulator.checks.contents import check_content, content_bytes, content_limit
from simulator.checks.media import check_image, check_media_id
from simulator.checks.news import check_news, shortened
from simulator.decoding import Decoded, decode, fields_of, text_in
from simulator.mentions import Mentions, effective
from simulator.options import CheckOrder, Options
from simulator.rate import RateState, check_rate
from simulator.raw_shown import RawShown, raw_shown
from simulator.replies import Refused

CONTENT_TYPES = frozenset({"text", "markdown", "markdown_v2"})
MSGTYPES = CONTENT_TYPES | {"image", "news", "file", "voice", "template_card"}
FORM_TYPE = "application/x-www-form-urlencoded"


class Standing(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"
    REMOVED = "removed"


def _owns_nothing(media_id: str) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class RobotState:
    """Hold what the robot behind a key is and has done; `standing` is None when nobody has that key."""

    standing: Standing | None
    rate: RateState = field(default_factory=RateState)
    owns_media: Callable[[str], bool] = _owns_nothing


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """Hold a message as the group shows it; `bytes_limit` is 0 for types that have no content."""

    msgtype: str
    body: dict[str, Any]
    bytes_used: int
    bytes_limit: int
    mentions: Mentions
    raw_shown: tuple[RawShown, ...]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Hold one of three ends: `http_status` 415, a refusal, or an accepted message."""

    http_status: int = 200
    warn: bool = False
    refusal: Refused | None = None
    message: Accepted | None = None


def decide(call: Call, *, state: RobotState, options: Options, now: float) -> Verdict:
    """Judge one call of /cgi-bin/webhook/send in the decision order of the protocol notes, §10.1."""
    if call.media_type == FORM_TYPE and options.refuse_form_content_type:
        return Verdict(http_status=415)
    decoded = decode(call, options)
    try:
        _check(call, decoded, state=state, options=options)
        check_rate(state.rate, options, now=now, debug=call.parameter("debug") == "1")
    except Refused as refusal:
        return Verdict(warn=decoded.warn, refusal=refusal)
    return Verdict(warn=decoded.warn, message=_accept(decoded.members, options))


def check_key(state: RobotState) -> None:
    """Raise Refused 93000 for a key nobody has or whose robot left the group, 93004 for a disabled one."""
    if state.standing is None or state.standing is Standing.REMOVED:
        raise Refused(93000, "invalid webhook url")
    if state.standing is Standing.DISABLED:
        raise Refused(93004, "robot is disabled")


def _check(call: Call, decoded: Decoded, *, state: RobotState, options: Options) -> None:
    if options.check_order is CheckOrder.KEY_FIRST:
        check_key(state)
    if call.method != "POST" and options.get_is_invalid_parameter:
        raise Refused(40058, "invalid Request Parameter")
    _check_message(decoded.members, state=state, options=options)
    check_key(state)


def _check_message(members: dict[str, Any], *, state: RobotState, options: Options) -> None:
    msgtype = members.get("msgtype")
    if not isinstance(msgtype, str) or msgtype not in MSGTYPES:
        raise Refused(40008, "invalid message type")
    fields = fields_of(members, msgtype)
    if msgtype in CONTENT_TYPES:
        check_content(msgtype, fields, options)
    elif msgtype == "image":
        check_image(fields)
    elif msgtype == "news":
        check_news(fields)
    elif msgtype == "template_card":
        check_card(fields)
    else:
        check_media_id(fields, state.owns_media)


def _accept(members: dict[str, Any], options: Options) -> Accepted:
    msgtype = members["msgtype"]
    fields = fields_of(members, msgtype)
    has_content = msgtype in CONTENT_TYPES
    return Accepted(
        msgtype=msgtype,
        body={**members, "news": shortened(fields)} if msgtype == "news" else members,
        bytes_used=content_bytes(fields),
        bytes_limit=content_limit(msgtype, options) if has_content else 0,
        mentions=effective(msgtype, fields, options),
        raw_shown=raw_shown(msgtype, text_in(fields, "content")),
    )
