"""The one table of words that feeds the form, the `${` menu, the renderer, the samples and the docs."""

from __future__ import annotations

from notifications.vocabulary.capability import EVERYTHING, Capability
from notifications.vocabulary.events import (
    DEFAULT_EVENTS,
    EVENT_KINDS,
    NOTIFICATION_EVENT_CHOICES,
    NotificationEvent,
    event_of,
)
from notifications.vocabulary.facts import FACT_NAMES, Facts
from notifications.vocabulary.fields import (
    DEFAULT_FIELDS,
    FIELD_CHOICES,
    FIELD_NAMES,
    FIELDS,
    Field,
    FieldKind,
    status_words,
)
from notifications.vocabulary.languages import DEFAULT_LANGUAGE, LANGUAGE_CHOICES, LANGUAGES, Words
from notifications.vocabulary.message_types import (
    MARKDOWN_MAX_BYTES,
    MESSAGE_TYPE_CHOICES,
    TEXT_MAX_BYTES,
    MessageType,
)
from notifications.vocabulary.samples import sample_facts, sample_pull_request
from notifications.vocabulary.statuses import STATUS_CHOICES, Status, status_of
from notifications.vocabulary.variables import (
    VARIABLE_NAMES,
    VARIABLES,
    VARIABLES_BY_NAME,
    Variable,
    value_of,
)

__all__ = [
    "DEFAULT_EVENTS",
    "DEFAULT_FIELDS",
    "DEFAULT_LANGUAGE",
    "EVENT_KINDS",
    "EVERYTHING",
    "FACT_NAMES",
    "FIELDS",
    "FIELD_CHOICES",
    "FIELD_NAMES",
    "LANGUAGES",
    "LANGUAGE_CHOICES",
    "MARKDOWN_MAX_BYTES",
    "MESSAGE_TYPE_CHOICES",
    "NOTIFICATION_EVENT_CHOICES",
    "STATUS_CHOICES",
    "TEXT_MAX_BYTES",
    "VARIABLES",
    "VARIABLES_BY_NAME",
    "VARIABLE_NAMES",
    "Capability",
    "Facts",
    "Field",
    "FieldKind",
    "MessageType",
    "NotificationEvent",
    "Status",
    "Variable",
    "Words",
    "event_of",
    "sample_facts",
    "sample_pull_request",
    "status_of",
    "status_words",
    "value_of",
]
