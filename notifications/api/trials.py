"""What a step is tried on: a stored event, the body of one, or made-up facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext
from pydantic import Field

from notifications import examples, facts
from notifications.api.lookups import by_id
from notifications.api.reporting import bad_event
from notifications.api.step_schemas import StepBody
from notifications.event_bodies import BadEvent, report_of
from notifications.models import Event, Step
from notifications.rendering import Facts
from notifications.vocabulary import NotificationEvent
from teams.api.problems import FieldError, invalid
from teams.api.schemas import StrictSchema
from teams.punctuation import listed

if TYPE_CHECKING:
    from teams.models import User


class Trial(StrictSchema):
    """What to try on: `event` is the id of one of yours, or the body of one; `sample` names an event."""

    event: str | int | dict[str, Any] | None = Field(default=None, examples=["1287"])
    sample: str | None = Field(default=None, examples=["failed"])


class PreviewBody(Trial):
    """An unsaved step and what to show it with."""

    step: StepBody


class TestBody(Trial):
    """What to send a saved step's test with."""

    __test__ = False  # no class of tests, in spite of its name

    mention: bool = Field(default=False, description="Really mention; otherwise nobody is pinged.")


class UnsavedTestBody(PreviewBody, TestBody):
    """An unsaved step and what to send its test with."""


def facts_of(trial: Trial, step: Step, user: User) -> Facts:
    """Return the facts a step is tried on.

    Raises:
        Problem: 400 for a sample or an event's body that cannot be, 404 for an event of others.
    """
    if trial.event is not None and trial.sample is not None:
        message = gettext("Give an event or a sample, not both.")
        raise invalid([FieldError(field="sample", message=message)])
    if isinstance(trial.event, dict):
        return _reported(trial.event, step)
    if trial.event is not None:
        return _stored(str(trial.event), step, user)
    return examples.sample(step, _sample(trial.sample) if trial.sample is not None else None)


def _reported(body: dict[str, Any], step: Step) -> Facts:
    try:
        return examples.of_report(report_of(body), step)
    except BadEvent as error:
        faults = [FieldError(field=f"event.{each.field}", message=each.message) for each in error.faults]
        raise bad_event(BadEvent(faults)) from error


def _stored(event_id: str, step: Step, user: User) -> Facts:
    event = by_id(Event.objects.visible_to(user).select_related("pipeline__team"), event_id)
    if event.pipeline.team_id != step.team_id:
        # Otherwise one team's events could be told to another team's group.
        raise Http404
    return facts.of_event(event)


def _sample(name: str) -> NotificationEvent:
    try:
        return NotificationEvent(name)
    except ValueError:
        sentence = gettext("%(value)s is not known here. Choose from: %(known)s.")
        message = sentence % {"value": name[:100], "known": listed(NotificationEvent)}
        raise invalid([FieldError(field="sample", message=message)]) from None
