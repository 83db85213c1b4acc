"""Which steps an event fires, and why the others stay silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter

from notifications import conditions, facts, mutes, rows
from notifications.decisions import FOUND_MAX_CHARACTERS, Code, Decision
from notifications.history import ENDINGS
from notifications.models import Event, Lane, Pipeline, Step
from notifications.rendering import Facts
from notifications.rows import Columns
from notifications.vocabulary import NotificationEvent

STEP = Columns(Step, without=["created_by", "created_at", "updated_at", "allow_custom_names"], shared=True)
# Two plain looks into two indexes: with OR a database reads every step of the team.
SELECTED = f"""
    SELECT {STEP.of("step")}, lane.muted_until FROM {STEP.table} step
    JOIN credentials_credential credential ON credential.id = step.credential_id
    LEFT JOIN {Lane._meta.db_table} lane ON lane.robot_id = credential.robot_id"""  # noqa: S608, SLF001
SERVING = f"""{SELECTED} WHERE step.pipeline_id IN %(pipelines)s UNION ALL
    {SELECTED} WHERE step.team_id IN %(teams)s AND step.pipeline_id IS NULL"""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A step that fires, and the facts as it tells them."""

    step: Step
    facts: Facts


def steps_of(pipelines: Mapping[int, Pipeline]) -> dict[int, list[Step]]:
    """Return the steps that look at each pipeline's events: its own and those of its team."""
    teams = {pipeline.team_id for pipeline in pipelines.values()}
    statement = SERVING % {"pipelines": rows.marks(pipelines), "teams": rows.marks(teams)}
    own, common = defaultdict(list), defaultdict(list)
    for row in rows.select(statement, [*pipelines, *teams]):
        step = STEP.read(row[:-1])
        step.robot_muted_until = rows.aware(row[-1])  # type: ignore[attr-defined]  # as `with_mute_of_robot`
        if step.pipeline_id:
            own[step.pipeline_id].append(step)
        else:
            common[step.team_id].append(step)
    return {
        pipeline.pk: sorted([*own[pipeline.pk], *common[pipeline.team_id]], key=attrgetter("pk"))
        for pipeline in pipelines.values()
    }


def decide(event: Event, steps: Sequence[Step]) -> tuple[list[Decision], list[Match]]:
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
