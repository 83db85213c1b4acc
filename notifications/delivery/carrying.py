"""One message for what waits, where a queue holds more than it may send now.

The carrier is a delivery of its own, made with its frozen text in the transaction that reserves it; what it
carries points at it from then on and leaves the line. So a crash finds either all of them waiting, or a
carrier that is judged like any other message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from credentials.models import Credential
from notifications.delivery import statements
from notifications.models import Delivery, Lane
from notifications.models.carriage import take_apart
from notifications.models.delivery import Part, Rank, State
from notifications.rendering import Message
from notifications.rendering.merged_lines import Waiting
from notifications.rendering.merging import merge
from notifications.vocabulary import MessageType

CARRIED_AT_MOST = 300
FLUSHED_AT_MOST = 2000  # a person asked for few messages; making one takes a tenth of a second
LATE_AFTER = timedelta(hours=1)
READ = ("part", "digest", "message_type", "due_at", "on_ambiguous", "pipeline")


def merged(head: Delivery, *, now: datetime, at_most: int = CARRIED_AT_MOST) -> Delivery | None:
    """Return a new message that carries the head and what waits behind it, or None where it goes alone."""
    waiting = together_with(head, at_most=at_most)
    return carry(waiting, like=head, now=now) if waiting else None


def together_with(head: Delivery, *, at_most: int = CARRIED_AT_MOST) -> list[Delivery]:
    """Return what goes in one message, the head first and oldest first; nothing where it goes alone.

    Only what one team sends by one credential is merged: nobody reads of another team's runs.
    """
    if head.rank != Rank.NORMAL or not _can_be_merged(head):
        return []
    together = statements.together_with(head, at_most=at_most)
    waiting = [each for each in together if _can_be_merged(each)]
    return waiting if len(waiting) > 1 else []


def most_in_one(lane: Lane, head: Delivery) -> int:
    """Return how many a message may tell of: more where a person asked for as few as can be."""
    return FLUSHED_AT_MOST if lane.is_flushing(head.due_at) else CARRIED_AT_MOST


def told(
    waiting: Sequence[Delivery], *, like: Delivery, carrier: Delivery, is_late: bool = False
) -> tuple[Message, ...]:
    """Return what tells of all that wait, oldest first: a message, and perhaps a second that mentions."""
    digests = [
        Waiting.read(each.digest, MessageType(each.message_type), since=each.due_at if is_late else None)
        for each in reversed(waiting)
    ]
    return merge(
        digests,
        all_url=f"{settings.BASE_URL}{carrier.get_absolute_url()}",
        mention=not is_late,
        time_zone=like.team.time_zone if like.team else settings.TIME_ZONE,
    ).messages


def carry(waiting: Sequence[Delivery], *, like: Delivery, now: datetime, is_late: bool = False) -> Delivery:
    """Make the message that carries all of these, oldest first, and perhaps a second that mentions.

    What is late is told with its times and mentions nobody.
    """
    carrier = Delivery(**_fields(waiting, like=like, now=now))
    statements.add_carrier(carrier)
    message, *mentions = told(waiting, like=like, carrier=carrier, is_late=is_late)
    _freeze(carrier, message)
    statements.freeze(carrier)
    for mention in mentions:
        second = Delivery(**_fields(waiting, like=like, now=now), part=Part.MENTION, follows=carrier)
        _freeze(second, mention)
        statements.add_carrier(second)
    statements.carry(waiting, by=carrier)
    return carrier


def carry_late(credential: Credential, *, now: datetime) -> None:
    """Have what waited over an hour for a new key told in one message a team, with its times."""
    _undo_late(credential, now=now)
    waiting = Delivery.objects.in_line().filter(
        credential=credential,
        lane=credential.robot_id,
        rank__in=[Rank.URGENT, Rank.NORMAL],
        state=State.PENDING,
        part=Part.MESSAGE,
        due_at__lt=now - LATE_AFTER,
    )
    late: dict[int | None, list[Delivery]] = {}
    for each in waiting.only(*READ, "lane", "team", "credential_name").select_related("team"):
        if _can_be_merged(each):
            late.setdefault(each.team_id, []).append(each)
    for theirs in late.values():
        for start in range(0, len(theirs), CARRIED_AT_MOST):
            chunk = theirs[start : start + CARRIED_AT_MOST]
            chunk[0].credential = credential
            carry(chunk, like=chunk[0], now=now, is_late=True)


def _undo_late(credential: Credential, *, now: datetime) -> None:
    """Let what waits in merged messages over an hour old be told anew: their text mentions people.

    Of one that was tried the record stays.
    """
    late = Delivery.objects.filter(
        credential=credential,
        lane=credential.robot_id,
        rank=Rank.MERGED,
        state=State.PENDING,
        due_at__lt=now - LATE_AFTER,
    )
    take_apart(late)
    late.filter(attempts_count=0).delete()
    late.update(state=State.DEAD)


def _can_be_merged(delivery: Delivery) -> bool:
    is_known = bool(delivery.digest) and not delivery.digest.get("alone")
    return is_known and delivery.part == Part.MESSAGE


def _fields(waiting: Iterable[Delivery], *, like: Delivery, now: datetime) -> dict[str, Any]:
    pipelines = {each.pipeline_id for each in waiting}
    return {
        "team_id": like.team_id,
        "lane_id": like.lane_id,
        "credential": like.credential,
        "credential_name": like.credential_name,
        "pipeline_id": pipelines.pop() if len(pipelines) == 1 else None,
        "rank": Rank.MERGED,
        "on_ambiguous": "hold" if any(each.on_ambiguous == "hold" for each in waiting) else "resend",
        "body": {},
        "due_at": min(each.due_at for each in waiting),
        "created_at": now,
    }


def _freeze(delivery: Delivery, message: Message) -> None:
    delivery.message_type, delivery.body = message.msgtype, message.body
    delivery.content_bytes = message.bytes
