"""Lanes leased by one process and drained by another, which learns of it by a hint that may be lost.

The database decides: a hint that comes twice, or late, finds that its lease is somebody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.delivery import lanes, sending, statements
from notifications.delivery.lanes import Reservation
from notifications.models import Lane


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A lane that is leased for whoever takes the lease over first."""

    lane: int
    lease_token: int


def lease(*, now: datetime, limit: int) -> list[Hint]:
    """Lease up to `limit` lanes that are due; nothing is reserved, so a lost hint is no lost call."""
    if not statements.is_any_due(now):
        return []
    with writing():
        due = statements.lock_due(now, limit=limit)
        for lane in due:
            lane.lease(now)
            statements.keep(lane)
    return [Hint(lane=lane.pk, lease_token=lane.lease_token) for lane in due]


def give_back(hints: Sequence[Hint]) -> None:
    """End leases of which nobody could be told; the lanes are due again at once."""
    with writing():
        list(Lane.objects.locked().filter(pk__in=[hint.lane for hint in hints]))
        for hint in hints:
            Lane.objects.filter(pk=hint.lane, lease_token=hint.lease_token).update(lease_until=None)


def drain(hint: Hint, *, goes_on: Callable[[], bool]) -> None:
    """Take the lease over and drain the lane; do nothing when it is another's by now, or has ended."""
    sending.drain(_take_over(hint, now=clock.now()), goes_on=goes_on)


def _take_over(hint: Hint, *, now: datetime) -> Reservation | None:
    made_at = clock.uptime()
    with writing():
        lane = statements.lock(hint.lane)
        is_ours = lane.lease_token == hint.lease_token and lane.lease_until and lane.lease_until >= now
        return lanes.take(lane, now=now, made_at=made_at) if is_ours else None
