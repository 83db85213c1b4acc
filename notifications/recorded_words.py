"""How the audit trail tells a step's settings, pauses and mutes, in the reader's language and time zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from notifications.forms.choices import reader
from notifications.models.lane import Hold
from notifications.models.step import OnAmbiguous, Operator
from notifications.vocabulary import EVENT_KINDS, FIELDS, MessageType, NotificationEvent
from teams import audit_details


def teach() -> None:
    """Let the trail say events, content fields, conditions and times as the pages do."""
    audit_details.say(
        conditions=_condition,
        content_fields=lambda name: {each.name: each for each in FIELDS}[name].label.to(reader()),
        events=lambda event: EVENT_KINDS[NotificationEvent(event)].label.to(reader()),
        hold=lambda reason: Hold(reason).label,
        message_type=lambda kind: MessageType(kind).words.to(reader()),
        on_ambiguous=lambda choice: OnAmbiguous(choice).label,
        paused_at=_moment,
        until=_moment,
    )


def _condition(condition: Mapping[str, str]) -> str:
    return f"{condition['variable']} {Operator(condition['operator']).label} {condition['value']}"


def _moment(written: object) -> str:
    """Return a moment as it is in the pages' time zone, to the minute: the trail writes ISO 8601 in UTC."""
    return date_format(timezone.localtime(datetime.fromisoformat(str(written))), "Y-m-d H:i")
