from __future__ import annotations

from dataclasses import dataclass

from simulator.options import Options, RateWindow
from simulator.replies import Refused

WINDOW_SECONDS = 60
TOO_OFTEN = 45009


@dataclass(frozen=True, kw_only=True)
class RateState:
    """Hold when a robot's counted calls came and until when it is blocked, in seconds since 1970."""

    counted: tuple[float, ...] = ()
    blocked_until: float = 0.0


def check_rate(state: RateState, options: Options, *, now: float, debug: bool = False) -> None:
    """Raise Refused 45009 when one more message now would be more than WeCom takes in a minute."""
    limit = options.debug_messages_per_minute if debug else options.messages_per_minute
    blocked = options.rate_window is RateWindow.BLOCK and now < state.blocked_until
    if blocked or _counted_in_window(state, options.rate_window, now) >= limit:
        raise Refused(TOO_OFTEN, "api freq out of limit")


def blocked_until(state: RateState, options: Options, *, now: float) -> float:
    """Return until when a robot is blocked once a call was refused with 45009 at `now`."""
    if options.rate_window is not RateWindow.BLOCK:
        return 0.0
    prolongs = options.refused_calls_count or now >= state.blocked_until
    return now + WINDOW_SECONDS if prolongs else state.blocked_until


def _counted_in_window(state: RateState, window: RateWindow, now: float) -> int:
    if window is RateWindow.FIXED:
        return sum(at // WINDOW_SECONDS == now // WINDOW_SECONDS for at in state.counted)
    return sum(now - WINDOW_SECONDS < at <= now for at in state.counted)
