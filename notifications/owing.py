"""The deliveries owed because of an event: rendered, frozen, put into their robots' lanes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from credentials.models import Credential, Use, Used, as_used
from notifications import rows
from notifications.clockwork import at_once as going_at_once
from notifications.clockwork.wakeup import wake_after_commit
from notifications.facts import layout_of
from notifications.matching import Match
from notifications.models import Delivery, Event, Lane, Step
from notifications.models.delivery import Part, Rank, State
from notifications.models.reason import Reason
from notifications.new_rows import New
from notifications.placeholders import TEXTS_REMEMBERED, Line, lines_of
from notifications.rendering import Facts, Message, compose
from notifications.rendering.mentions import Mentions, mentions_of
from notifications.rows import Columns
from notifications.vocabulary import MessageType, value_of

# A merged message escapes what it tells of: marks of emphasis would stand there as they were typed.
EMPHASIS = re.compile(r"(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1")
DELIVERY, new_delivery = Columns(Delivery, without=["id"]), New(Delivery)
FOLLOW = f"UPDATE {DELIVERY.table} SET follows_id = %s WHERE id = %s"  # noqa: S608  # no value in it


def owe(
    matched: Sequence[tuple[Event, Sequence[Match]]], *, now: datetime
) -> dict[int, tuple[Delivery, ...]]:
    """Add what events' matching steps owe to the caller's transaction; after it the dispatcher wakes.

    Return the deliveries by their event's key.
    """
    uses = {(match.step.credential_id, match.step.team_id) for _, matches in matched for match in matches}
    credentials = as_used(uses, ask=rows.ask)
    owed: dict[int, tuple[Delivery, ...]] = {}
    for event, matches in matched:
        owed[event.pk] = tuple(_deliveries(event, matches, credentials, now=now))
    put_into_lanes([each for deliveries in owed.values() for each in deliveries], now=now)
    return owed


def put_into_lanes(owed: Sequence[Delivery], *, now: datetime, at_once: bool = False) -> None:
    """Insert deliveries behind each other and arm their lanes; a mention follows the message before it."""
    lanes = Lane.objects.ready({delivery.lane_id for delivery in owed})
    taken = set() if at_once else going_at_once.offer(lanes, owed)
    rows.insert(DELIVERY, owed)
    if mentions := list(_following(owed)):
        rows.run_each(FOLLOW, [(mention.follows_id, mention.pk) for mention in mentions])
    waiting = {delivery.lane_id for delivery in owed if delivery.state == State.PENDING}
    if Lane.objects.arm([lane for lane in lanes if lane.pk in waiting - taken], now=now, at_once=at_once):
        wake_after_commit()


def frozen(message: Message, credential: Credential | Used, *, now: datetime, **because_of: Any) -> Delivery:
    """Return a delivery that owes exactly this message to this credential's robot.

    `because_of` are its columns that say why it is owed.
    """
    return new_delivery(
        lane_id=credential.robot_id,
        credential_id=credential.pk,
        credential_name=credential.name,
        part=Part(message.part),
        message_type=message.msgtype,
        body=message.body,
        content_bytes=message.bytes,
        due_at=now,
        created_at=now,
        **because_of,
    )


def _deliveries(
    event: Event, matches: Sequence[Match], credentials: Mapping[Use, Used], *, now: datetime
) -> Iterator[Delivery]:
    for match in matches:
        step = match.step
        credential = credentials[step.credential_id, step.team_id]
        layout = layout_of(step)
        reason = _why_held(credential)
        because_of = {
            "team_id": step.team_id, "pipeline_id": event.pipeline_id, "event_id": event.pk,
            "step_id": step.pk, "step_name": step.name, "on_ambiguous": step.on_ambiguous,
            "rank": Rank.URGENT if step.urgent else Rank.NORMAL,
            "reason": reason, "state": State.HELD if reason else State.PENDING,
            "digest": _digest(match.facts, step, mentions_of(match.facts, layout)),
        }  # fmt: skip
        for message in compose(match.facts, layout):
            yield frozen(message, credential, now=now, **because_of)


def _following(owed: Iterable[Delivery]) -> Iterable[Delivery]:
    before: Delivery | None = None
    for delivery in owed:
        if delivery.part == Part.MENTION:
            delivery.follows = before
            yield delivery
        else:
            before = delivery


def _why_held(credential: Used) -> Reason | str:
    if credential.is_usable:
        return ""
    return Reason.CREDENTIAL_NOT_SHARED if credential.is_enabled else Reason.CREDENTIAL_DISABLED


def _digest(told: Facts, step: Step, mentions: Mentions) -> dict[str, Any]:
    """Return what a message that merges waiting ones will say of this one; escaped only then."""
    return {
        "occurrence": told.occurrence, "status": told.status, "pipeline": told.pipeline_label,
        "run": told.run, "task": told.task, "url": told.url, "line": _first_line(told, step),
        "language": step.language,
        "mentions": {"users": [*mentions.users], "all": mentions.everybody},
    }  # fmt: skip


def _first_line(told: Facts, step: Step) -> str:
    def value(name: str, _at: int) -> str | None:
        return value_of(name, told, step.language)

    filled = (line.filled(value) for line in _told_lines(step.custom_content, step.message_type))
    return next((line.split("\n")[0].strip() for line in filled if line and line.strip()), "")


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _told_lines(custom_content: str, message_type: str) -> tuple[Line, ...]:
    """Return the lines of a rule's text without its emphasis; values are filled in later and keep theirs."""
    if message_type == MessageType.TEXT:
        return lines_of(custom_content)
    return lines_of(EMPHASIS.sub(r"\2", custom_content))
