"""A step as a sentence, with its last delivery: what a list of steps shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import get_language, gettext, pgettext

from notifications.models import Delivery
from notifications.models.delivery import Part
from notifications.vocabulary import EVENT_KINDS, NotificationEvent
from teams.permissions import Verb, can

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notifications.models import Step
    from teams.models import User


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One row of the list."""

    step: Step
    sentence: str
    last: Delivery | None
    may_edit: bool


def summaries(steps: Iterable[Step], user: User) -> list[Summary]:
    """Return the rows of these steps, with two more queries however many they are."""
    steps = list(steps)
    last = last_deliveries(steps)
    editable = {team.pk: can(user, Verb.STEP_EDIT, team) for team in {step.team for step in steps}}
    return [
        Summary(
            step=step, sentence=sentence_of(step), last=last.get(step.pk), may_edit=editable[step.team_id]
        )
        for step in steps
    ]


def last_deliveries(steps: Iterable[Step]) -> dict[int, Delivery]:
    """Return each step's newest delivery by the step's id."""
    newest = (
        Delivery.objects.filter(step__in=steps, part=Part.MESSAGE)
        .order_by()
        .values("step")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    return {
        delivery.step_id: delivery
        for delivery in Delivery.objects.filter(pk__in=list(newest))
        if delivery.step_id
    }


def sentence_of(step: Step) -> str:
    """Say a step in one line: `web-portal / Build image: failed, recovered → Platform group, @lilei`."""
    whole_team = gettext("All pipelines of %(team)s") % {"team": step.team.name}
    place = step.pipeline.name if step.pipeline else whole_team
    place = f"{place} / {step.task}" if step.task else place
    language = get_language() or "en"
    events = pgettext("between two events", ", ").join(
        EVENT_KINDS[NotificationEvent(event)].label.to(language) for event in step.events
    )
    group = "".join(f", @{name}" for name in mentioned(step))
    return f"{place} · {events} → {step.credential.name}{group}"


def mentioned(step: Step) -> list[str]:
    everyone = [gettext("everyone")] if step.mention_all else []
    trigger = [gettext("whoever triggered it")] if step.mention_trigger_user else []
    return [*everyone, *step.mention_users, *trigger]
