"""The settings of the token bucket, checked before anything is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

CALLS_IN_A_MINUTE = 19  # WeCom's 20 less one that is kept for tests


@register("notifications")
def check_rate(**_: Any) -> list[CheckMessage]:
    """Refuse a bucket that could break the robot's limit, or that never lets anything through."""
    burst, per_minute = settings.LANE_BURST, settings.LANE_PER_MINUTE
    if burst >= 1 and per_minute >= 1 and burst + per_minute <= CALLS_IN_A_MINUTE:
        return []
    return [
        Error(
            f"LANE_BURST={burst} and LANE_PER_MINUTE={per_minute} do not keep to 20 calls a minute.",
            hint=f"Set both to 1 or more, together at most {CALLS_IN_A_MINUTE}; 8 and 11 are the default.",
            id="notifications.E001",
        )
    ]
