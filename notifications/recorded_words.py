"""How the audit trail tells a step's settings, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from notifications.forms.choices import reader
from notifications.models.lane import Hold
from notifications.models.step import OnAmbiguous, Operator
from notifications.vocabulary import EVENT_KINDS, FIELDS, MessageType, NotificationEvent
from teams import audit_details


def teach() -> None:
    """Let the trail say events, content fields, conditions and the rest as the step's form does."""
    audit_details.say(
        conditions=_condition,
        content_fields=lambda name: {each.name: each for each in FIELDS}[name].label.to(reader()),
        events=lambda event: EVENT_KINDS[NotificationEvent(event)].label.to(reader()),
        hold=lambda reason: Hold(reason).label,
        message_type=lambda kind: MessageType(kind).words.to(reader()),
        on_ambiguous=lambda choice: OnAmbiguous(choice).label,
    )


def _condition(condition: Mapping[str, str]) -> str:
    return f"{condition['variable']} {Operator(condition['operator']).label} {condition['value']}"
