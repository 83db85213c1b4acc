"""What the step form offers: the vocabulary's rows in the reader's language, teams and their pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from notifications.models import Pipeline
from notifications.vocabulary import EVENT_KINDS, FIELDS, MessageType
from teams.models import Team
from teams.permissions import Verb

if TYPE_CHECKING:
    from notifications.models import Step
    from teams.models import User

Choices = list[tuple[str, str]]
PIPELINE, TEAM = "pipeline", "team"


def reader() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def event_choices() -> Choices:
    return [(event.value, kind.label.to(reader())) for event, kind in EVENT_KINDS.items()]


def field_choices() -> Choices:
    return [(field.name, field.label.to(reader())) for field in FIELDS]


def message_type_choices() -> Choices:
    return [(kind.value, kind.words.to(reader())) for kind in MessageType]


def editable_teams(user: User) -> list[Team]:
    """Return the teams whose steps this person may write."""
    return list(Team.objects.allowing(user, Verb.STEP_CREATE))


def served_choices(teams: list[Team]) -> list[tuple[str, Choices] | tuple[str, str]]:
    """Return each team with its pipelines, and all of them together."""
    pipelines: dict[int, Choices] = {team.pk: [] for team in teams}
    for pipeline in Pipeline.objects.filter(team__in=teams):
        pipelines[pipeline.team_id].append((f"{PIPELINE}:{pipeline.pk}", pipeline.name))
    everything = gettext("All pipelines of %(team)s")
    groups: list[tuple[str, Choices] | tuple[str, str]] = [("", gettext("Choose a pipeline"))]
    for team in teams:
        whole_team = (f"{TEAM}:{team.pk}", everything % {"team": team.name})
        groups += [(team.name, [*pipelines[team.pk], whole_team])]
    return groups


def value_of_served(step: Step) -> str:
    """Return the choice that stands for what a step serves; empty while nothing is known."""
    if step.pipeline_id:
        return f"{PIPELINE}:{step.pipeline_id}"
    return f"{TEAM}:{step.team_id}" if step.team_id else ""


def served(chosen: str, user: User) -> tuple[Team, Pipeline | None]:
    """Return the team and, unless all are meant, the pipeline of a choice that the form has checked."""
    kind, _colon, pk = chosen.partition(":")
    if kind == TEAM:
        return Team.objects.visible_to(user).get(pk=pk), None
    pipeline = Pipeline.objects.visible_to(user).select_related("team").get(pk=pk)
    return pipeline.team, pipeline
