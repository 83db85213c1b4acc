"""Who reports an event, and which pipelines they may speak for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notifications.models import Pipeline

if TYPE_CHECKING:
    from teams.models import Team


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """A token or hook, or a person, with the team it speaks for; `pipeline` when it can only speak for one.

    `label` is stored with the event: what it was, never a secret.
    """

    label: str
    team: Team
    pipeline: Pipeline | None = None
    creates_pipelines: bool = False
