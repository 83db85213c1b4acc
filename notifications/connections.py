"""What the pages show of how a pipeline or a team is connected: tokens, hooks and what they cannot say."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from notifications.models import Hook, Pipeline, Token
from notifications.sources import Source, source_of
from teams.models import Team


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where tokens and hooks belong: to one pipeline, or to a team and so to all of its pipelines."""

    team: Team
    pipeline: Pipeline | None = None

    def tokens(self) -> QuerySet[Token]:
        return Token.objects.live().filter(team=self.team, pipeline=self.pipeline)

    def hooks(self) -> QuerySet[Hook]:
        return Hook.objects.live().filter(team=self.team, pipeline=self.pipeline)


@dataclass(frozen=True, kw_only=True)
class HookRow:
    """A hook beside its source."""

    hook: Hook
    source: Source | None


@dataclass(frozen=True, kw_only=True)
class Unsaid:
    """What a source never reports, in the reader's language."""

    events: list[str]
    fields: list[str]


def hook_rows(place: Place) -> list[HookRow]:
    return [HookRow(hook=hook, source=source_of(hook.source)) for hook in place.hooks()]


def unsaid_by(source: Source) -> Unsaid:
    """Return the events and content fields that a step must not expect from this source."""
    language = get_language() or ""
    return Unsaid(
        events=[event.kind.label.to(language) for event in source.capability.missing_events()],
        fields=[field.label.to(language) for field in source.capability.missing_fields()],
    )
