"""/credentials/{id}/queue: how the queue of a credential's robot stands, and what its keepers do to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from notifications.api.lookups import kept_lane, seen_lane
from notifications.clockwork import clock
from notifications.delivery import drafts
from notifications.models import Lane
from notifications.queues import queues_of
from teams.api.bearer import PersonBearer
from teams.api.schemas import StrictSchema
from teams.models import Scope
from teams.signed_in import PersonRequest

router = Router(tags=["queues"])
READ, WRITE = PersonBearer(Scope.READ), PersonBearer(Scope.WRITE)


class QueueOut(Schema):
    """How a queue stands; credentials with the same key share one."""

    standing: str = Field(
        description="empty, busy, paused, dead_robot, failing, rate_limited, key_unavailable or backoff"
    )
    reason: str = Field(description="What holds it, in words.")
    waiting: int
    oldest: datetime | None = Field(description="Since when the first of what waits is owed.")
    next_at: datetime | None = Field(description="When the first goes; null when nothing goes by itself.")
    held_until: datetime | None
    paused_at: datetime | None
    muted_until: datetime | None


class MergedIn(StrictSchema):
    """Whether only to count."""

    dry_run: bool = Field(default=False, description="true counts and changes nothing.")


class MergedOut(Schema):
    """How many wait that can be merged, and in how many messages they go."""

    dry_run: bool
    count: int
    messages: int


@router.get("/credentials/{credential_id}/queue", auth=READ, response=QueueOut)
def read_queue(request: PersonRequest, credential_id: UUID) -> dict[str, Any]:
    """Show how the queue of a credential's robot stands."""
    return shown(request, seen_lane(request.user, credential_id))


@router.put("/credentials/{credential_id}/pause", auth=WRITE, response=QueueOut)
def pause_queue(request: PersonRequest, credential_id: UUID) -> dict[str, Any]:
    """Pause the queue (its keepers): nothing but tests goes, and what comes waits."""
    lane = kept_lane(request.user, credential_id)
    lane.pause(by=request.user)
    return shown(request, lane)


@router.delete("/credentials/{credential_id}/pause", auth=WRITE, response={204: None})
def resume_queue(request: PersonRequest, credential_id: UUID) -> Status:
    """Let a paused queue go on (its keepers)."""
    kept_lane(request.user, credential_id).resume(by=request.user)
    return Status(204, None)


@router.post("/credentials/{credential_id}/probes", auth=WRITE, response=QueueOut)
def try_queue(request: PersonRequest, credential_id: UUID) -> dict[str, Any]:
    """Try the first message now instead of at the end of the hold (its keepers).

    409 while the queue is paused, and while WeCom's own limit holds it.
    """
    lane = kept_lane(request.user, credential_id)
    lane.try_now(by=request.user)
    return shown(request, lane)


@router.post("/credentials/{credential_id}/merged-messages", auth=WRITE, response=MergedOut)
def flush_queue(request: PersonRequest, credential_id: UUID, body: MergedIn) -> dict[str, Any]:
    """Send all that waits as one message, or as few as can be (its keepers); a paused queue is resumed.

    Teams and credentials are not mixed; urgent ones and tests go first, alone; all at the robot's rate.
    """
    lane = kept_lane(request.user, credential_id)
    heaps = drafts.heaps_of(lane)
    if not body.dry_run:
        lane.flush(by=request.user)
    return {
        "dry_run": body.dry_run,
        "count": sum(heap.count for heap in heaps),
        "messages": sum(heap.messages for heap in heaps),
    }


def shown(request: PersonRequest, lane: Lane) -> dict[str, Any]:
    """Return a queue as `QueueOut` reads it."""
    (queue,) = queues_of([lane], request.user, now=clock.now())
    return {
        "standing": queue.standing,
        "reason": queue.reason,
        "waiting": queue.load.waiting,
        "oldest": queue.load.oldest,
        "next_at": queue.next_at,
        "held_until": queue.held_until,
        "paused_at": lane.paused_at,
        "muted_until": lane.muted_until if lane.is_muted else None,
    }
