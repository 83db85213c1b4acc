from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TEXT_MAX_BYTES_DOCUMENTED = 2048
TEXT_MAX_BYTES_OBSERVED = 5120


class CheckOrder(StrEnum):
    KEY_FIRST = "key_first"
    BODY_FIRST = "body_first"


class BrokenJson(StrEnum):
    EMPTY_BODY = "empty_body"
    LENIENT = "lenient"


class RateWindow(StrEnum):
    SLIDING = "sliding"
    FIXED = "fixed"
    BLOCK = "block"


@dataclass(frozen=True, kw_only=True)
class Options:
    """Choose how the simulated robot behaves where nobody has verified the real one.

    The defaults are the documented or likelier reading; the points are those of the protocol notes, §10.4.
    """

    text_max_bytes: int = TEXT_MAX_BYTES_DOCUMENTED
    refuse_form_content_type: bool = True
    broken_json: BrokenJson = BrokenJson.EMPTY_BODY
    check_order: CheckOrder = CheckOrder.KEY_FIRST
    get_is_invalid_parameter: bool = False
    rate_window: RateWindow = RateWindow.SLIDING
    messages_per_minute: int = 20
    debug_messages_per_minute: int = 5
    refused_calls_count: bool = False
    refuse_same_body_in_parallel: bool = False
    lists_mention_in_markdown: bool = False
    at_all_in_content_mentions: bool = False
    accept_empty_text_with_mentions: bool = True


DOCUMENTED = Options()
OBSERVED = Options(text_max_bytes=TEXT_MAX_BYTES_OBSERVED)
