"""Which steps an event fires, and why the others stay silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db.models import Q, QuerySet

from notifications import conditions, facts, mutes
from notifications.decisions import FOUND_MAX_CHARACTERS, Code, Decision
from notifications.history import ENDINGS
from notifications.models import Event, Pipeline, Step
from notifications.rendering import Facts
from notifications.vocabulary import NotificationEvent


@dataclass(frozen=True, kw_only=True)
class Match:
    """A step that fires, and the facts as it tells them."""

    step: Step
    facts: Facts


def steps_of(pipeline: Pipeline) -> QuerySet[Step]:
    """Return the steps that look at this pipeline's events: its own and those of its team."""
    serves = Q(pipeline=pipeline.pk) | Q(pipeline=None)
    return Step.objects.filter(serves, team=pipeline.team_id).with_mute_of_robot().order_by("pk")


def decide(event: Event, steps: list[Step]) -> tuple[list[Decision], list[Match]]:
    """Return a decision for every step, and those that fire."""
    known = facts.of_event(event)
    decisions, matches = [], []
    for step in steps:
        occurrence = told_occurrence(step, known)
        code, data = next(_obstacles(step, known, occurrence), None) or mutes.in_force(step, event)
        decisions.append(Decision(step=step.pk, name=step.name, code=code, data=data))
        if code is Code.MATCHED and occurrence:
            matches.append(Match(step=step, facts=facts.told_as(known, occurrence)))
    return decisions, matches


def told_occurrence(step: Step, known: Facts) -> NotificationEvent | None:
    """Return as what this step tells the event: a recovery is a plain success where only that was chosen."""
    is_recovery = known.occurrence is NotificationEvent.RECOVERED
    if is_recovery and NotificationEvent.RECOVERED not in step.events:
        return NotificationEvent.SUCCEEDED
    return known.occurrence


def _obstacles(
    step: Step, known: Facts, occurrence: NotificationEvent | None
) -> Iterator[tuple[Code, dict[str, object]]]:
    if not step.is_enabled:
        yield Code.DISABLED, {}
    if step.task and step.task != known.task:
        yield (Code.TASK if known.task else Code.NO_TASK), {"wanted": step.task, "task": known.task}
    if occurrence is None:
        yield Code.SILENT, {"status": known.status_text or known.status.value}
    elif occurrence not in step.events:
        yield Code.EVENT, {"chosen": list(step.events), "occurrence": known.occurrence}
    if step.only_on_change and known.status in ENDINGS and known.status == known.previous_status:
        yield Code.UNCHANGED, {"status": known.status.value}
    if unmet := conditions.first_unmet(step.conditions, known, step.language):
        yield Code.CONDITION, asdict(unmet) | {"found": unmet.found[:FOUND_MAX_CHARACTERS]}
