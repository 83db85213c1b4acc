"""Who reports an event, and which pipelines they may speak for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from notifications import many, rows
from notifications.models import Hook, Pipeline, Token
from notifications.models.pipeline import NAME_MAX_LENGTH, is_identifier
from notifications.rows import Columns
from sealing import tokens
from teams.models import Team

TOKEN = Columns(Token, without=["digest", "created_by", "created_at"])
TEAM = Columns(Team, only=["id", "slug", "name", "time_zone"])
PIPELINE = Columns(Pipeline, without=["created_at"])
# Every event asks for its token: with its team and pipeline, in one statement.
LIVE = f"""
    SELECT token.digest, {TOKEN.of("token")}, {TEAM.of("team")}, {PIPELINE.of("pipeline")}
    FROM {TOKEN.table} token JOIN {TEAM.table} team ON team.id = token.team_id
    LEFT JOIN {PIPELINE.table} pipeline ON pipeline.id = token.pipeline_id
    WHERE token.revoked_at IS NULL AND token.digest %(digests)s"""  # noqa: S608  # no value in it

CALLED = f"""
    SELECT {PIPELINE.of("pipeline")} FROM {PIPELINE.table} pipeline
    WHERE pipeline.team_id = %s AND pipeline.identifier = %s"""  # noqa: S608  # no value in it


class UnknownPipeline(Exception):  # noqa: N818  # a fact about the report
    """The reporter's team has no such pipeline, and the reporter may not create one."""


class UnusableIdentifier(Exception):  # noqa: N818  # a fact about the report
    """No pipeline can be called this."""


class OtherPipeline(Exception):  # noqa: N818  # a fact about the report
    """The reporter can only speak for one pipeline, and this is another."""


class OtherTeam(Exception):  # noqa: N818  # a fact about the report
    """The name says another team's pipeline, and a reporter speaks for its own team alone."""


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """A token or hook, with the team it speaks for, and the pipeline when it can only speak for one.

    `label` is stored with the event: what it was, never a secret.
    """

    label: str
    team: Team
    pipeline: Pipeline | None = None
    creates_pipelines: bool = False

    def pipeline_called(self, name: str, *, display_name: str = "") -> Pipeline:
        """Return the pipeline of this identifier, alone or after its team's; create it where that is allowed.

        Raises:
            OtherPipeline, OtherTeam, UnknownPipeline, UnusableIdentifier
        """
        identifier = self.identifier_in(name)
        if self.pipeline is not None:
            if identifier not in {"", self.pipeline.identifier}:
                raise OtherPipeline
            return self.pipeline
        if found := self._existing(identifier):
            return found
        if not is_identifier(identifier):
            raise OtherTeam if _has_a_team(identifier) else UnusableIdentifier
        if not self.creates_pipelines:
            raise UnknownPipeline
        return self.created(identifier, display_name or identifier)

    def identifier_in(self, name: str) -> str:
        """Return the identifier in a name, which may stand after its team's slug."""
        return name.removeprefix(f"{self.team.slug}/")

    def _existing(self, identifier: str) -> Pipeline | None:
        found = rows.select(CALLED, [self.team.pk, identifier])
        if not found:
            return None
        pipeline = PIPELINE.read(found[0])
        pipeline.team = self.team
        return pipeline

    def created(self, identifier: str, name: str) -> Pipeline:
        """Create a pipeline, or return the one that another first event has just created."""
        try:
            return Pipeline.add(
                team=self.team,
                identifier=identifier,
                name=name[:NAME_MAX_LENGTH],
                by=None,
                said_by=self.label,
            )
        except ValidationError:
            # Two first events at once: the other one was quicker.
            return self.team.pipelines.select_related("team").get(identifier=identifier)


def _has_a_team(name: str) -> bool:
    """Tell whether a name is written `team/identifier`."""
    team, _, identifier = name.partition("/")
    return bool(team) and is_identifier(identifier)


def of_token(token: Token) -> Reporter:
    return Reporter(
        label=f"token {token}",
        team=token.team,
        pipeline=token.pipeline,
        creates_pipelines=token.creates_pipelines,
    )


def of_hook(hook: Hook) -> Reporter:
    return Reporter(
        label=f"hook {hook}", team=hook.team, pipeline=hook.pipeline, creates_pipelines=hook.creates_pipelines
    )


def token_of(text: str) -> Token | None:
    """Return the live token whose text this is; a text with a wrong checksum never reaches the database."""
    if not tokens.is_well_formed(text):
        return None
    return live_tokens([tokens.digest(text)]).get(tokens.digest(text))


def live_tokens(digests: Collection[str]) -> dict[str, Token]:
    """Return the live tokens of these digests, each with its team and pipeline."""
    # An index looks for the digest of 190 random bits: its timing tells nothing of the token.
    among, parameters = many.among(digests)
    found = rows.select(LIVE % {"digests": among}, parameters)
    return {row[0]: _token_in(row[1:]) for row in found}


def _token_in(row: Sequence[Any]) -> Token:
    token = TOKEN.read(row[: len(TOKEN)])
    token.team = TEAM.read(row[len(TOKEN) : len(TOKEN) + len(TEAM)])
    if token.pipeline_id:
        token.pipeline = PIPELINE.read(row[-len(PIPELINE) :])
        token.pipeline.team = token.team  # the same row; a join less for every event
    return token
