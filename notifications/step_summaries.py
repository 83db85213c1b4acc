"""A step as a sentence, with its last delivery: what a list of steps shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext

from notifications.forms.choices import reader
from notifications.models import Delivery, Step
from notifications.models.delivery import Part
from notifications.mutes import MuteOfStep, of_step
from notifications.vocabulary import EVENT_KINDS, NotificationEvent
from teams.models import Team
from teams.permissions import Verb
from teams.punctuation import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teams.models import User


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One row of the list."""

    step: Step
    sentence: str
    last: Delivery | None
    may_edit: bool
    mute: MuteOfStep | None = None


def summaries(steps: Iterable[Step], user: User) -> list[Summary]:
    """Return the rows of these steps (`with_mute_of_robot`), with two more queries however many they are."""
    steps = list(steps)
    last = last_deliveries(steps)
    editable = set(Team.objects.allowing(user, Verb.STEP_EDIT).values_list("pk", flat=True))
    return [
        Summary(
            step=step,
            sentence=sentence_of(step),
            last=last.get(step.pk),
            may_edit=step.team_id in editable,
            mute=of_step(step),
        )
        for step in steps
    ]


def last_deliveries(steps: Sequence[Step]) -> dict[int, Delivery]:
    """Return each step's newest delivery by the step's id."""
    own = Delivery.objects.filter(step=OuterRef("pk"), part=Part.MESSAGE).order_by("-pk").values("pk")[:1]
    newest = Step.objects.filter(pk__in=[step.pk for step in steps]).order_by().values_list(Subquery(own))
    found = Delivery.objects.filter(pk__in=newest)
    return {delivery.step_id: delivery for delivery in found if delivery.step_id}


def sentence_of(step: Step) -> str:
    """Say a step in one line: `web-portal / Build image · failed, recovered → Platform group, @lilei`."""
    whole_team = gettext("All pipelines of %(team)s") % {"team": step.team.name}
    place = step.pipeline.name if step.pipeline else whole_team
    place = f"{place} / {step.task}" if step.task else place
    events = listed(EVENT_KINDS[NotificationEvent(event)].label.to(reader()) for event in step.events)
    told = listed([step.credential.name, *(f"@{name}" for name in mentioned(step))])
    return f"{place} · {events} → {told}"


def mentioned(step: Step) -> list[str]:
    everyone = [gettext("everyone")] if step.mention_all else []
    trigger = [gettext("whoever triggered it")] if step.mention_trigger_user else []
    return [*everyone, *step.mention_users, *trigger]
