"""A breaker that opened or closed, written down in the transaction of the lane's change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from credentials.answers import Answer
from credentials.models import Credential
from notifications.models import Lane, Transition
from notifications.models.lane import Hold


@dataclass(frozen=True, kw_only=True)
class Breaker:
    """How a lane's breaker stands."""

    reason: str
    opened_at: datetime | None

    @classmethod
    def of(cls, lane: Lane) -> Self:
        return cls(reason=lane.breaker_reason, opened_at=lane.breaker_opened_at)


def note(lane: Lane, *, before: Breaker, answer: Answer, now: datetime) -> None:
    """Write down what a call changed of the breaker; mostly that is nothing, and costs nothing."""
    if lane.breaker_reason == before.reason:
        return
    figures = _figures(answer)
    if lane.breaker_reason:
        since = lane.failing_since if lane.breaker_reason == Hold.FAILING else now
        _add(lane, Transition.Kind.OPENED, reason=lane.breaker_reason, at=now, since=since, **figures)
    else:
        _add(lane, Transition.Kind.CLOSED, reason=before.reason, at=now, since=before.opened_at, **figures)


def note_new_key(old: Lane, credential: Credential, *, now: datetime) -> None:
    """Write down that a credential left a robot that took nothing."""
    if old.breaker_opened_at:
        kind = Transition.Kind.REPLACED
        since = old.breaker_opened_at
        _add(old, kind, reason=old.breaker_reason, at=now, since=since, credential=credential)


def note_disabling(lane: Lane, answer: Answer | None, *, held: int, now: datetime) -> None:
    """Write down that a lane's credentials are disabled; call it before the breaker is closed."""
    since = lane.failing_since if lane.breaker_reason == Hold.FAILING else lane.breaker_opened_at
    kind = Transition.Kind.DISABLED
    _add(lane, kind, reason=lane.breaker_reason, at=now, since=since, waiting=held, **_figures(answer))


def _figures(answer: Answer | None) -> dict[str, Any]:
    names = ("outcome", "http_status", "errcode", "errmsg")
    return {name: getattr(answer, name) for name in names} if answer else {}


def _add(lane: Lane, kind: Transition.Kind, *, since: datetime | None, at: datetime, **more: Any) -> None:
    Transition.objects.create(lane=lane, kind=kind, at=at, since=since or at, **more)
