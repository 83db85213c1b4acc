"""Whether a rule that fits an event is muted, and by what: itself, its pipeline or its robot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from notifications.decisions import Code
from notifications.models import Event, Lane, Pipeline, Step
from notifications.models.muting import is_in_force
from notifications.queues import queues_of

if TYPE_CHECKING:
    from datetime import datetime

    from teams.models import Team, User

MOST_SHOWN = 10
WHAT = {Code.MUTED: "rule", Code.PIPELINE_MUTED: "pipeline", Code.ROBOT_MUTED: "robot"}


def in_force(step: Step, event: Event) -> tuple[Code, dict[str, Any]]:
    """Return what a step that fits comes to: a match, or the mute that lasts longest.

    Nothing is asked of the database unless something is muted. `step` comes from `with_mute_of_robot`.
    """
    found = longest(step, event.pipeline, now=event.received_at)
    if found is None:
        return Code.MATCHED, {}
    code, until = found
    return code, {"until": until.isoformat(), **_by(code, step, event)}


@dataclass(frozen=True, kw_only=True)
class MuteOfStep:
    """What mutes a step now: itself, its one pipeline or its robot; the team's own people have names."""

    what: str
    until: datetime
    by: User | None


def of_step(step: Step) -> MuteOfStep | None:
    """Return what mutes a step now whatever happens, if anything does."""
    found = longest(step, step.pipeline, now=timezone.now())
    if found is None:
        return None
    code, until = found
    owner = {Code.MUTED: step, Code.PIPELINE_MUTED: step.pipeline}.get(code)
    return MuteOfStep(what=WHAT[code], until=until, by=owner.muted_by if owner else None)


def longest(step: Step, pipeline: Pipeline | None, *, now: datetime) -> tuple[Code, datetime] | None:
    """Return what mutes a step for this pipeline, and until when; of several the last to end."""
    ends = {
        Code.MUTED: step.muted_until,
        Code.PIPELINE_MUTED: pipeline.muted_until if pipeline else None,
        Code.ROBOT_MUTED: step.robot_muted_until,  # type: ignore[attr-defined]  # an annotation
    }
    lasting = [(code, until) for code, until in ends.items() if until and is_in_force(until, now=now)]
    return max(lasting, key=lambda pair: pair[1], default=None)


@dataclass(frozen=True, kw_only=True)
class Muted:
    """Something that is muted now, with the page where that is ended."""

    name: str
    address: str
    until: datetime


def now_muted(user: User) -> list[Muted]:
    """Return the muted rules, pipelines and robots that this person may see, the first to end first."""
    now = timezone.now()
    steps = Step.objects.visible_to(user).filter(muted_until__gt=now)[:MOST_SHOWN]
    pipelines = Pipeline.objects.visible_to(user).filter(muted_until__gt=now).select_related("team")
    rules_and_pipelines: list[Step | Pipeline] = [*steps, *pipelines[:MOST_SHOWN]]
    lanes = list(Lane.objects.visible_to(user).filter(muted_until__gt=now)[:MOST_SHOWN])
    own = [
        Muted(name=str(each), address=each.get_absolute_url(), until=each.muted_until)
        for each in rules_and_pipelines
        if each.muted_until
    ]
    robots = [
        Muted(name=queue.name, address=reverse("queues"), until=queue.lane.muted_until)
        for queue in (queues_of(lanes, user, now=now) if lanes else ())
        if queue.lane.muted_until
    ]
    return sorted(own + robots, key=lambda each: each.until)


def _by(code: Code, step: Step, event: Event) -> dict[str, str]:
    if code is Code.MUTED:
        return {"by": _name(step.muted_by)}
    if code is Code.PIPELINE_MUTED:
        return {"by": _name(event.pipeline.muted_by)}
    muted = Lane.objects.select_related("muted_by").get(pk=step.credential.robot_id)
    return {"by": _name_in(step.team, muted.muted_by), "credential": step.credential.name}


def _name(person: User | None) -> str:
    return str(person) if person else ""


def _name_in(team: Team, person: User | None) -> str:
    """Return the name of somebody the team knows; who keeps a shared robot may be a stranger to it."""
    is_known = person is not None and team.memberships.filter(user=person).exists()
    return _name(person) if is_known else ""
