"""From a step's body to a `Step`: whose it is, then what it says, then the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext

from notifications import step_rules
from notifications.api.lookups import named_pipeline, team_of
from notifications.api.step_schemas import SAME
from notifications.models import Step
from teams.api.problems import FieldError, invalid

if TYPE_CHECKING:
    from teams.models import User

NOBODYS = UUID(int=0)  # text that is no id is answered as any credential that is not theirs


def new_step(user: User, given: dict[str, Any]) -> Step:
    """Return an unsaved step of the pipeline or team that a body names; problems as `place`."""
    step = Step()
    place(step, user, given)
    step.language = step.team.language
    fill(step, given)
    return step


def place(step: Step, user: User, given: dict[str, Any]) -> None:
    """Set whose a step is.

    Raises:
        Problem: 400 without pipeline and team or when they do not fit, 404 for what this person cannot see.
    """
    if given.get("pipeline") is not None:
        step.pipeline = named_pipeline(user, given["pipeline"])
        step.team = step.pipeline.team
        if given.get("team") not in {None, step.team.slug}:
            raise invalid(
                [FieldError(field="team", message=gettext("The pipeline belongs to another team."))]
            )
    elif given.get("team") is not None:
        step.team = team_of(user, given["team"])
        step.pipeline = None
    elif step.team_id is None:
        message = gettext("Name a pipeline, or a team whose pipelines the step serves.")
        raise invalid([FieldError(field="pipeline", message=message)])
    elif "pipeline" in given:
        step.pipeline = None


def fill(step: Step, given: dict[str, Any]) -> None:
    """Set what a body says of a step; what it leaves out stays."""
    for name in SAME:
        if name in given:
            setattr(step, name, given[name])
    if "enabled" in given:
        step.is_enabled = given["enabled"]
    if "credential" in given:
        step.credential_id = _credential_id(given["credential"])  # type: ignore[assignment]  # the rules refuse None
    if "mentions" in given:
        mentions = {"users": [], "all": False, "trigger_user": False} | given["mentions"]
        step.mention_users, step.mention_all = mentions["users"], mentions["all"]
        step.mention_trigger_user = mentions["trigger_user"]


def check(step: Step) -> None:
    """Let pass what may be saved or tested.

    Raises:
        Problem: 400 naming every field at fault.
    """
    if faults := step_rules.faults(step):
        raise invalid(faults)


def _credential_id(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        return NOBODYS
