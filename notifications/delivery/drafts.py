"""What a queue would send now, drawn before it goes: the engine's own choice and text; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max

from notifications.as_sent import AsSent
from notifications.delivery import carrying
from notifications.delivery.bucket import Bucket
from notifications.models import Delivery, Lane
from notifications.models.delivery import Part, Rank, State

if TYPE_CHECKING:
    from notifications.models.delivery import DeliveryQuerySet


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The next message, perhaps with a second that mentions, and the deliveries it tells of, oldest first."""

    head: Delivery
    messages: Sequence[AsSent]
    waiting: Sequence[Delivery]

    @property
    def is_merged(self) -> bool:
        return len(self.waiting) > 1


@dataclass(frozen=True, kw_only=True)
class Heap:
    """What one team owes by one credential, and in how many messages it goes when it is sent as one."""

    team_id: int | None
    credential_id: Any
    name: str
    count: int

    @property
    def messages(self) -> int:
        return ceil(self.count / carrying.FLUSHED_AT_MOST)


def next_of(lane: Lane, *, now: datetime) -> Draft | None:
    """Return what goes first of what waits, tests aside, as if the robot took it now."""
    head = _sendable(lane).first()
    if head is None:
        return None
    if lane.is_flushing(head.due_at) or _is_crowded(lane, now=now):
        return _with_all(head, at_most=carrying.most_in_one(lane, head))
    return _draft(head, [])


def flushed(lane: Lane) -> Draft | None:
    """Return the first message that sending all as one would make."""
    head = _sendable(lane).filter(rank=Rank.NORMAL).first()
    return _with_all(head, at_most=carrying.FLUSHED_AT_MOST) if head else None


def heaps_of(lane: Lane) -> list[Heap]:
    """Count what would be sent as one, by team and credential, the biggest first."""
    rows = (
        _sendable(lane)
        .filter(rank=Rank.NORMAL, part=Part.MESSAGE)
        .order_by()
        .values_list("team", "credential")
        .annotate(called=Max("credential_name"), number=Count("pk"))
    )
    heaps = [Heap(team_id=team, credential_id=key, name=name, count=count) for team, key, name, count in rows]
    return sorted(heaps, key=lambda heap: -heap.count)


def _sendable(lane: Lane) -> DeliveryQuerySet:
    """Return what waits and can be sent from this lane, in its order."""
    waiting = Delivery.objects.in_line().filter(lane=lane, state=State.PENDING, is_test=False)
    usable = waiting.filter(credential__is_enabled=True, credential__robot=lane.pk)
    return usable.select_related("team", "credential")


def _is_crowded(lane: Lane, *, now: datetime) -> bool:
    may_send = max(int(Bucket.of(lane, now=now).level), 1)
    waiting = Delivery.objects.in_line().filter(lane=lane, rank=Rank.NORMAL)
    return len(waiting.values_list("pk")[: may_send + 1]) > may_send


def _with_all(head: Delivery, *, at_most: int) -> Draft:
    return _draft(head, carrying.together_with(head, at_most=at_most))


def _draft(head: Delivery, waiting: Sequence[Delivery]) -> Draft:
    if not waiting:
        parts = [head, *head.followed_by.filter(state=State.PENDING)]
        return Draft(head=head, messages=[AsSent.of_delivery(each) for each in parts], waiting=[head])
    newest = Delivery.objects.aggregate(Max("pk"))["pk__max"] or 0
    carrier = Delivery(pk=newest + 1)  # its address is as long as the real one's will be
    messages = carrying.told(waiting, like=head, carrier=carrier)
    return Draft(head=head, messages=[AsSent.of_message(each) for each in messages], waiting=waiting)
