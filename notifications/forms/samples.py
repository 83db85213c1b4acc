"""What a preview or a test speaks of: a real recent event first, made-up ones second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from notifications import facts
from notifications.forms.choices import reader
from notifications.models import Event
from notifications.vocabulary import EVENT_KINDS, NotificationEvent, Status, sample_facts

if TYPE_CHECKING:
    from notifications.models import Step
    from notifications.rendering import Facts
    from teams.models import User

RECENT_EVENTS = 5
DEFAULT_SAMPLE = f"sample:{NotificationEvent.FAILED.value}"


def recent_events(user: User, step: Step) -> list[Event]:
    """Return the last events a step could have met."""
    if step.team_id is None:
        return []
    events = Event.objects.visible_to(user).filter(pipeline__team_id=step.team_id).exclude(occurrence="")
    if step.pipeline_id:
        events = events.filter(pipeline_id=step.pipeline_id)
    if step.task:
        events = events.filter(Q(task=step.task))
    return list(events.select_related("pipeline__team")[:RECENT_EVENTS])


def sample_choices(user: User, step: Step) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices of the sample menu, in two groups."""
    real = [
        (f"event:{event.pk}", f"{status(event)} · {event.pipeline} #{event.run} · {moment(event)}")
        for event in recent_events(user, step)
    ]
    made_up = [(f"sample:{event.value}", kind.label.to(reader())) for event, kind in EVENT_KINDS.items()]
    groups = [(gettext("Recent runs"), real)] if real else []
    return [*groups, (gettext("Made-up runs"), made_up)]


def status(event: Event) -> str:
    return Status(event.status).words.to(reader())


def moment(event: Event) -> str:
    return timezone.localtime(event.received_at).strftime("%m-%d %H:%M")


def facts_of(chosen: str, user: User, step: Step) -> Facts:
    """Return the facts of the chosen sample; what is not known becomes the made-up failure."""
    kind, _colon, value = chosen.partition(":")
    if kind == "event" and value.isdecimal():
        event = Event.objects.visible_to(user).select_related("pipeline__team").filter(pk=value).first()
        if event:
            return facts.of_event(event)
    known = value if value in list(NotificationEvent) else NotificationEvent.FAILED
    zone = step.team.time_zone if step.team_id else "Asia/Shanghai"
    return sample_facts(NotificationEvent(known), language=step.language, time_zone=zone)
