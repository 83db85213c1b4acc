"""How an event is told on its page: its facts and every step's decision, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notifications import facts
from notifications.decisions import Decision
from notifications.forms.choices import reader
from notifications.models import Step
from notifications.sources.registry import capability_of
from notifications.vocabulary import EVENT_KINDS, FIELDS, Status
from teams.audit_words import spoken_name

if TYPE_CHECKING:
    from notifications.models import Event
    from teams.models import User


@dataclass(frozen=True, kw_only=True)
class Told:
    """A label and its value."""

    label: str
    value: str

    @property
    def is_link(self) -> bool:
        return self.value.startswith(("https://", "http://"))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one step made of the event; `is_kept` tells whether the step still exists for the reader."""

    step: int
    name: str
    is_match: bool
    is_muted: bool
    reason: str
    is_kept: bool


def status_words(event: Event) -> str:
    """Return the status; one that is not known is told as it came."""
    if event.status == Status.UNKNOWN and event.status_text:
        return event.status_text
    return Status(event.status).words.to(reader())


def reporter_words(event: Event) -> str:
    """Return which token or hook reported it."""
    return spoken_name(event.reporter)


def facts_of(event: Event) -> list[Told]:
    """Return every content field that has a value, then the event's own variables."""
    known = facts.of_event(event)
    language = reader()
    fields = [Told(label=field.label.to(language), value=field.value(known, language)) for field in FIELDS]
    own = [Told(label=f"${{{name}}}", value=value) for name, value in known.variables.items()]
    return [told for told in fields + own if told.value]


def verdicts_of(event: Event, user: User) -> list[Verdict]:
    """Return each step's decision as it was when the event came, matches first."""
    decisions = [Decision.read(kept) for kept in event.decisions]
    found = Step.objects.visible_to(user).filter(pk__in=[each.step for each in decisions])
    kept = set(found.values_list("pk", flat=True))
    told = [
        Verdict(
            step=each.step,
            name=each.name,
            is_match=each.is_match,
            is_muted=each.is_muted,
            reason=each.reason(reader()),
            is_kept=each.step in kept,
        )
        for each in decisions
    ]
    return sorted(told, key=lambda verdict: not verdict.is_match)


def never_sent(event: Event) -> list[str]:
    """Return the events its source cannot tell of, and the content fields that are missing here for that."""
    capability, known, language = capability_of(event.source), facts.of_event(event), reader()
    events = [EVENT_KINDS[each].label.to(language) for each in capability.missing_events()]
    fields = [field for field in capability.missing_fields() if not field.value(known, language)]
    return events + [field.label.to(language) for field in fields]
