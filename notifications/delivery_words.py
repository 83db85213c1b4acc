"""How a delivery is told on a page: its subject, what became of it, and what to do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from credentials.answers import advice, meaning
from notifications.models.delivery import OPEN_STATES, Part, State
from notifications.vocabulary import MessageType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notifications.models import Attempt, Delivery

TONES = {State.SENT: "ok", State.DEAD: "bad", State.HELD: "warn"}


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What became of a delivery, in a sentence, and the next step."""

    tone: str
    meaning: str
    advice: str


def subject(delivery: Delivery) -> str:
    """Name a delivery by its pipeline and run; a test by what it tests."""
    if delivery.event:
        return f"{delivery.event.pipeline.name} #{delivery.event.run}"
    return delivery.step_name or delivery.credential_name or f"{delivery.pk}"


def explain(delivery: Delivery, attempts: Iterable[Attempt]) -> Explanation:
    """Say what became of a delivery: WeCom's own last answer where there is one."""
    tone = TONES.get(State(delivery.state), "info")
    if delivery.carried_by_id:
        carried = gettext("It was merged into a message that WeCom accepted.")
        return Explanation(tone=tone, meaning=carried, advice="")
    last = next(reversed(list(attempts)), None)
    if delivery.reason or not last:
        return Explanation(tone=tone, meaning=waiting_words(delivery), advice=next_step(delivery, last))
    return Explanation(tone=tone, meaning=str(meaning(last.answer)), advice=str(advice(last.answer)))


def waiting_words(delivery: Delivery) -> str:
    """Say the reason of the state, or that it waits for its turn."""
    if delivery.reason:
        return str(delivery.get_reason_display())  # type: ignore[attr-defined]  # Django adds it
    if delivery.state in OPEN_STATES:
        return gettext("It waits for its turn in the robot's queue.")
    return str(State(delivery.state).label)


def next_step(delivery: Delivery, last: Attempt | None) -> str:
    """Say what happens next by itself, or what a person can do."""
    if delivery.state in OPEN_STATES:
        if wake_at := delivery.lane.wake_at:
            return gettext("The next try is at %(time)s.") % {
                "time": f"{timezone.localtime(wake_at):%m-%d %H:%M:%S}"
            }
        return gettext("It is sent as soon as the robot's queue moves on.")
    if last:
        return str(advice(last.answer))
    return gettext("Mend the cause and send it again.")


@dataclass(frozen=True, kw_only=True)
class AsSent:
    """The body that is sent, as a page draws and prints it."""

    body: dict[str, object]
    bytes: int
    limit: int
    part: str
    text: str


def as_sent(delivery: Delivery) -> AsSent:
    kind = MessageType(delivery.message_type)
    return AsSent(
        body=delivery.body,
        bytes=delivery.content_bytes,
        limit=kind.max_bytes,
        part=Part(delivery.part).value,
        text=json.dumps(delivery.body, ensure_ascii=False, indent=2),
    )
