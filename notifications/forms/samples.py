"""What a preview or a test speaks of: a real recent event first, made-up ones second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext

from notifications import examples, facts
from notifications.forms.choices import Choices, event_choices, reader
from notifications.models import Event, Pipeline
from notifications.vocabulary import DEFAULT_EVENTS, NotificationEvent, Status, sample_facts

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from notifications.models import Step
    from notifications.rendering import Facts
    from teams.models import User

RECENT_EVENTS = 5
REAL, MADE_UP = "event:", "sample:"


class Samples:
    """The menu beside a step's form and the facts of its chosen entry.

    `wanted` is an entry's value; one that is not offered becomes the newest event the step would tell, or a
    made-up one. A team's events are never told by another team's step.
    """

    def __init__(self, *, user: User, step: Step, wanted: str = "") -> None:
        self.step = step
        self.events = {f"{REAL}{event.pk}": event for event in offered_events(user, step, wanted)}
        self.made_up = {f"{MADE_UP}{event.value}": event for event in NotificationEvent}
        self.chosen = wanted if wanted in self.events or wanted in self.made_up else self.best()

    def best(self) -> str:
        told = (value for value, event in self.events.items() if event.occurrence in self.step.events)
        made_up = (value for value, event in self.made_up.items() if event in self.step.events)
        return next(told, next(made_up, f"{MADE_UP}{DEFAULT_EVENTS[0].value}"))

    @property
    def groups(self) -> list[tuple[str, Choices]]:
        """Return the entries, the real ones first."""
        real = [(value, label_of(event)) for value, event in self.events.items()]
        made_up = [(f"{MADE_UP}{value}", label) for value, label in event_choices()]
        groups = [(gettext("Recent runs"), real)] if real else []
        return [*groups, (gettext("Made-up runs"), made_up)]

    @property
    def facts(self) -> Facts:
        """Return the facts of the chosen entry."""
        if event := self.events.get(self.chosen):
            return facts.of_event(event)
        made_up = self.made_up[self.chosen]
        if self.step.team_id is None:
            return sample_facts(made_up, language=self.step.language)
        return examples.sample(self.step, made_up)


def offered_events(user: User, step: Step, wanted: str) -> list[Event]:
    """Return the last events a step could have met, after the wanted one when it is older."""
    if step.team_id is None:
        return []
    events = Event.objects.exclude(occurrence="").select_related("pipeline__team")
    pipelines = Pipeline.objects.visible_to(user).filter(team=step.team_id)
    if step.pipeline_id:
        pipelines = pipelines.filter(pk=step.pipeline_id)
    recent = list(recent_events(events.filter(task=step.task) if step.task else events, pipelines, step))
    pk = wanted.removeprefix(REAL)
    if not wanted.startswith(REAL) or not pk.isdecimal() or any(str(event.pk) == pk for event in recent):
        return recent
    return [*events.filter(pk=pk[:18], pipeline__in=pipelines), *recent]


def recent_events(events: QuerySet[Event], pipelines: QuerySet[Pipeline], step: Step) -> QuerySet[Event]:
    """Return a pipeline's last events; for a whole team the last one of each of its liveliest pipelines.

    Each is found at the end of one pipeline's index: a team's events are never sorted as a whole.
    """
    if step.pipeline_id:
        return events.filter(pipeline_id=step.pipeline_id)[:RECENT_EVENTS]
    last = events.filter(pipeline=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    newest = pipelines.order_by().annotate(last=Subquery(last)).values_list("last", flat=True)
    liveliest = sorted((pk for pk in newest if pk), reverse=True)[:RECENT_EVENTS]
    return events.filter(pk__in=liveliest)


def label_of(event: Event) -> str:
    """Return `Failed · Web portal #1287 · Build image · 11-22 14:05`."""
    status = Status(event.status).words.to(reader())
    moment = f"{timezone.localtime(event.received_at):%m-%d %H:%M}"
    parts = [status, f"{event.pipeline} #{event.run}", event.task, moment]
    return " · ".join(part for part in parts if part)
