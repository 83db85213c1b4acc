"""Who many reports come from and which pipelines they mean, in two statements for all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from notifications import reporters, rows
from notifications.models import Pipeline
from notifications.reporters import PIPELINE, Reporter
from teams.models import Team

NAMED = f"""
    WITH asked(team, identifier) AS (%(asked)s) SELECT {PIPELINE.of("pipeline")}
    FROM asked JOIN {PIPELINE.table} pipeline
    ON pipeline.team_id = asked.team AND pipeline.identifier = asked.identifier"""  # noqa: S608  # no value in it
Named = tuple[str, str]  # a token's digest, and the pipeline's name as the report has it
Meant = tuple[Pipeline, str]  # the pipeline, and the reporter's label
Key = tuple[int, str]  # a team's, and an identifier


def pipelines_meant(named: Sequence[Named]) -> dict[Named, Meant]:
    """Return what can be told without a closer look, and note the use of the tokens.

    Left out is what has an answer of its own: an unknown token, and a pipeline that is not there, another's
    or not named at all.
    """
    tokens = reporters.live_tokens({digest for digest, _ in named})
    for token in tokens.values():
        token.note_use()
    known = {digest: reporters.of_token(token) for digest, token in tokens.items()}
    asked = {each: _key(known[each[0]], each[1]) for each in named if each[0] in known}
    existing = _existing(
        {key for (digest, _), key in asked.items() if known[digest].pipeline is None},
        teams={each.team.pk: each.team for each in known.values()},
    )
    found = {each: _meant(known[each[0]], key, existing) for each, key in asked.items()}
    return {each: (pipeline, known[each[0]].label) for each, pipeline in found.items() if pipeline}


def _existing(keys: Collection[Key], *, teams: dict[int, Team]) -> dict[Key, Pipeline]:
    """Return those of the pipelines that are there."""
    if not keys:
        return {}
    found = PIPELINE.read_all(rows.ask(NAMED, keys, ["bigint", "text"]))
    for pipeline in found:
        pipeline.team = teams[pipeline.team_id]
    return {(pipeline.team_id, pipeline.identifier): pipeline for pipeline in found}


def _key(reporter: Reporter, name: str) -> Key:
    return reporter.team.pk, reporter.identifier_in(name)


def _meant(reporter: Reporter, key: Key, existing: dict[Key, Pipeline]) -> Pipeline | None:
    own, (_, identifier) = reporter.pipeline, key
    if own is None:
        return existing.get(key)
    return own if identifier in {"", own.identifier} else None
