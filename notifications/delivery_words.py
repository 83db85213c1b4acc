"""How a delivery is told on a page: its subject, what became of it, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from credentials.answers import Outcome, advice, meaning
from notifications.models.delivery import OPEN_STATES, Reason, State

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    if delivery.digest.get("run"):  # its pipeline was deleted
        return f"{delivery.digest['pipeline']} #{delivery.digest['run']}"
    if about := delivery.digest.get("about"):
        return gettext("News of the robot “%(name)s”") % {"name": about}
    if delivery.is_carrier:
        return gettext("Several messages in one")
    return delivery.step_name or delivery.credential_name or f"{delivery.pk}"


def explain(delivery: Delivery, attempts: Sequence[Attempt]) -> Explanation:
    """Say what became of a delivery: WeCom's own last answer where that decided it."""
    return Explanation(
        tone=TONES.get(State(delivery.state), "info"),
        meaning=_meaning(delivery, attempts[-1] if attempts else None),
        advice=_advice(delivery, attempts[-1] if attempts else None),
    )


def _meaning(delivery: Delivery, last: Attempt | None) -> str:
    if delivery.carried_by_id and delivery.state == State.SENT:
        return gettext("It was merged into a message that WeCom accepted.")
    if delivery.carried_by_id and delivery.state in OPEN_STATES:
        return gettext("It is on its way in a message that was made of several.")
    if last and _was_decided_by(last, delivery):
        return str(meaning(last.answer))
    if delivery.reason:
        return str(Reason(delivery.reason).label)
    if delivery.state in OPEN_STATES:
        return gettext("It waits for its turn in the robot's queue.")
    return str(State(delivery.state).label)


def _was_decided_by(last: Attempt, delivery: Delivery) -> bool:
    """Tell whether the state follows from the last answer, and not from 24 hours or a person."""
    is_accepted = delivery.state == State.SENT and last.outcome == Outcome.ACCEPTED
    return is_accepted or last.outcome == delivery.reason


def _advice(delivery: Delivery, last: Attempt | None) -> str:
    if delivery.carried_by_id and delivery.state == State.SENT:
        return ""
    if delivery.is_carrier and delivery.state == State.DEAD:
        return gettext("The messages it carried go one by one.")
    if delivery.state in OPEN_STATES:
        return _next_try(delivery)
    own = str(Reason(delivery.reason).advice) if delivery.reason else ""
    if own or last is None:
        return own or (gettext("Mend the cause, then send it again.") if delivery.state != State.SENT else "")
    return str(advice(last.answer))


def _next_try(delivery: Delivery) -> str:
    wake_at = delivery.lane.wake_at
    if wake_at and wake_at > timezone.now():
        return gettext("The next try is at %(time)s.") % {
            "time": f"{timezone.localtime(wake_at):%m-%d %H:%M:%S}"
        }
    return gettext("It is sent as soon as the robot's queue moves on.")
