"""What the step form offers: the vocabulary's rows in the reader's language, teams and their pipelines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from notifications.models import Pipeline
from notifications.vocabulary import EVENT_KINDS, FIELDS
from teams.models import Team
from teams.permissions import Verb, can

if TYPE_CHECKING:
    from notifications.models import Step
    from teams.models import User

Choices = list[tuple[str, str]]


def reader() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def event_choices() -> Choices:
    return [(event.value, kind.label.to(reader())) for event, kind in EVENT_KINDS.items()]


def field_choices() -> Choices:
    return [(field.name, field.label.to(reader())) for field in FIELDS]


def editable_teams(user: User) -> list[Team]:
    """Return the teams whose steps this person may write."""
    return [team for team in Team.objects.visible_to(user) if can(user, Verb.STEP_CREATE, team)]


def served_choices(user: User, step: Step) -> list[tuple[str, Choices] | tuple[str, str]]:
    """Return each team with its pipelines; a saved step stays in its team."""
    teams = [step.team] if step.pk else editable_teams(user)
    pipelines: dict[int, Choices] = {team.pk: [] for team in teams}
    for pipeline in Pipeline.objects.filter(team__in=teams):
        pipelines[pipeline.team_id].append((f"pipeline:{pipeline.pk}", pipeline.name))
    everything = gettext("All pipelines of %(team)s")
    groups: list[tuple[str, Choices] | tuple[str, str]] = [("", gettext("Choose a pipeline"))]
    for team in teams:
        groups.append(
            (team.name, [*pipelines[team.pk], (f"team:{team.pk}", everything % {"team": team.name})])
        )
    return groups


@dataclass(frozen=True, kw_only=True)
class Served:
    """Turn the form's choice into a team and a pipeline, among what this person may see."""

    user: User

    def of(self, chosen: str) -> tuple[Team, Pipeline | None]:
        """Return the team and, unless all are meant, the pipeline; the choice was checked by the form."""
        kind, _colon, pk = chosen.partition(":")
        if kind == "team":
            return Team.objects.visible_to(self.user).get(pk=pk), None
        pipeline = Pipeline.objects.visible_to(self.user).select_related("team").get(pk=pk)
        return pipeline.team, pipeline
