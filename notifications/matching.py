"""Which steps an event fires, and why the others stay silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from notifications import conditions, facts, many, mutes, rows
from notifications.decisions import FITTING, FOUND_MAX_CHARACTERS, Code, Decision
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
SERVING = f"""{SELECTED} WHERE step.pipeline_id %(pipelines)s UNION ALL
    {SELECTED} WHERE step.team_id %(teams)s AND step.pipeline_id IS NULL"""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A step that fires, and the facts as it tells them."""

    step: Step
    facts: Facts


def steps_of(pipelines: Mapping[int, Pipeline]) -> dict[int, list[Step]]:
    """Return the steps that look at each pipeline's events: its own and those of its team."""
    own_of, keys = many.among(pipelines)
    common_of, team_keys = many.among({pipeline.team_id for pipeline in pipelines.values()})
    statement = SERVING % {"pipelines": own_of, "teams": common_of}
    own, common = defaultdict(list), defaultdict(list)
    for row in rows.select(statement, keys + team_keys):
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


@dataclass(frozen=True, slots=True)
class _Answers:
    """What all steps say to events of one kind, as long as conditions hold.

    `fitting` have only conditions left that could stop them: where their decision stands, and as what they
    tell the event; None when they are muted.
    """

    decisions: list[dict[str, Any]]
    fitting: list[tuple[int, Step, NotificationEvent | None]]

    @property
    def are_final(self) -> bool:
        return not any(step.conditions for _, step, _ in self.fitting)


class Judge:
    """Decides about the events of one pipeline in one transaction.

    A step looks at few things of an event beside its conditions: of events that are alike in those only the
    first is put to all the steps.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self._answers: dict[object, _Answers] = {}

    def decide(self, event: Event) -> tuple[list[dict[str, Any]], list[Match]]:
        """Return a decision for every step, as it is kept, and those that fire.

        Events that are alike share one list of decisions: it is not to be changed.
        """
        known = facts.of_event(event)
        kind = _kind(event, known)
        if kind not in self._answers:
            self._answers[kind] = self._asked(event, known)
        answers, matches = self._answers[kind], []
        decisions = answers.decisions if answers.are_final else [*answers.decisions]
        for at, step, occurrence in answers.fitting:
            if unmet := conditions.first_unmet(step.conditions, known, step.language):
                data = asdict(unmet) | {"found": unmet.found[:FOUND_MAX_CHARACTERS]}
                decisions[at] = _kept(step, Code.CONDITION, data)
            elif occurrence:
                matches.append(Match(step=step, facts=facts.told_as(known, occurrence)))
        return decisions, matches

    def _asked(self, event: Event, known: Facts) -> _Answers:
        answers = _Answers(decisions=[], fitting=[])
        for at, step in enumerate(self.steps):
            occurrence = told_occurrence(step, known)
            code, data = next(_obstacles(step, known, occurrence), None) or mutes.in_force(step, event)
            if code in FITTING:
                answers.fitting.append((at, step, occurrence if code is Code.MATCHED else None))
            answers.decisions.append(_kept(step, code, data))
        return answers


def _kind(event: Event, known: Facts) -> tuple[object, ...]:
    """Return all of an event that `_obstacles` and mutes look at."""
    reported = known.task, known.status, known.status_text, known.previous_status, known.occurrence
    return *reported, event.received_at, event.pipeline.muted_until, event.pipeline.muted_by_id


def _kept(step: Step, code: Code, data: dict[str, Any]) -> dict[str, Any]:
    return Decision(step=step.pk, name=step.name, code=code, data=data).kept()


def told_occurrence(step: Step, known: Facts) -> NotificationEvent | None:
    """Return as what this step tells the event: a recovery is a plain success where only that was chosen."""
    is_recovery = known.occurrence is NotificationEvent.RECOVERED
    if is_recovery and NotificationEvent.RECOVERED not in step.events:
        return NotificationEvent.SUCCEEDED
    return known.occurrence


def _obstacles(
    step: Step, known: Facts, occurrence: NotificationEvent | None
) -> Iterator[tuple[Code, dict[str, Any]]]:
    """Yield why a step stays silent, but for mutes and its conditions."""
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
