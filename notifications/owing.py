"""The deliveries owed because of an event: rendered, frozen, put into their robots' lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from credentials.models import Credential
from notifications.clockwork.wakeup import wake_after_commit
from notifications.facts import layout_of
from notifications.matching import Match
from notifications.models import Delivery, Event, Lane, Step
from notifications.models.delivery import Part, Rank, State
from notifications.models.reason import Reason
from notifications.placeholders import fill_line
from notifications.rendering import Facts, Message, compose
from notifications.rendering.mentions import mentions_of
from notifications.vocabulary import value_of


def owe(event: Event, matches: Sequence[Match], *, now: datetime) -> tuple[Delivery, ...]:
    """Add what an event's matching steps owe to the caller's transaction; after it the dispatcher wakes."""
    owed: list[Delivery] = []
    usable = _usable(event, matches)
    for match in matches:
        match.step.credential = usable.get(match.step.credential_id) or match.step.credential
        reason = _why_held(match.step.credential, usable)
        for message in compose(match.facts, layout_of(match.step)):
            delivery = _delivery(message, match, event=event, now=now)
            delivery.reason, delivery.state = reason, State.HELD if reason else State.PENDING
            owed.append(delivery)
    put_into_lanes(owed, now=now)
    return tuple(owed)


def put_into_lanes(owed: Sequence[Delivery], *, now: datetime, at_once: bool = False) -> None:
    """Insert deliveries behind each other and arm their lanes; a mention follows the message before it."""
    lanes = Lane.objects.ready({delivery.lane_id for delivery in owed})
    Delivery.objects.bulk_create(owed)
    mentions = list(_following(owed))
    if mentions:
        Delivery.objects.bulk_update(mentions, ["follows"])
    waiting = {delivery.lane_id for delivery in owed if delivery.state == State.PENDING}
    Lane.objects.arm([lane for lane in lanes if lane.pk in waiting], now=now, at_once=at_once)
    wake_after_commit()


def frozen(message: Message, credential: Credential, *, now: datetime) -> Delivery:
    """Return a delivery that owes exactly this message to this credential's robot."""
    return Delivery(
        lane_id=credential.robot_id,
        credential=credential,
        credential_name=credential.name,
        part=Part(message.part),
        message_type=message.msgtype,
        body=message.body,
        content_bytes=message.bytes,
        due_at=now,
        created_at=now,
    )


def _delivery(message: Message, match: Match, *, event: Event, now: datetime) -> Delivery:
    step = match.step
    delivery = frozen(message, step.credential, now=now)
    delivery.team_id, delivery.pipeline_id, delivery.event = step.team_id, event.pipeline_id, event
    delivery.step, delivery.step_name, delivery.on_ambiguous = step, step.name, step.on_ambiguous
    delivery.rank = Rank.URGENT if step.urgent else Rank.NORMAL
    delivery.digest = _digest(match.facts, step)
    return delivery


def _following(owed: Iterable[Delivery]) -> Iterable[Delivery]:
    before: Delivery | None = None
    for delivery in owed:
        if delivery.part == Part.MENTION:
            delivery.follows = before
            yield delivery
        else:
            before = delivery


def _usable(event: Event, matches: Iterable[Match]) -> dict[Any, Credential]:
    """Return those of the steps' credentials that the team may still use, by their id."""
    wanted = {match.step.credential_id for match in matches}
    return Credential.objects.usable_by(event.pipeline.team).in_bulk(wanted)


def _why_held(credential: Credential, usable: dict[Any, Credential]) -> Reason | str:
    if credential.pk in usable:
        return ""
    return Reason.CREDENTIAL_NOT_SHARED if credential.is_enabled else Reason.CREDENTIAL_DISABLED


def _digest(told: Facts, step: Step) -> dict[str, Any]:
    """Return what a message that merges waiting ones will say of this one; escaped only then."""
    mentions = mentions_of(told, layout_of(step))
    return {
        "occurrence": told.occurrence, "status": told.status, "pipeline": told.pipeline_label,
        "run": told.run, "task": told.task, "url": told.url, "line": _first_line(told, step),
        "language": step.language,
        "mentions": {"users": [*mentions.users], "all": mentions.everybody},
    }  # fmt: skip


def _first_line(told: Facts, step: Step) -> str:
    def value(name: str, _at: int) -> str | None:
        return value_of(name, told, step.language)

    filled = (fill_line(line, value) for line in step.custom_content.split("\n"))
    return next((line.split("\n")[0].strip() for line in filled if line and line.strip()), "")
