"""A report as intake takes it: with its pipeline, its reporter, and what is to be found out about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from notifications.reports import Report

if TYPE_CHECKING:
    from notifications.models import Pipeline


@dataclass(frozen=True, kw_only=True)
class LeftOpen:
    """What a CI system's own webhook does not say and `completing` finds out.

    Without `has_attempts` a rerun looks like its first run. `came_at` stands for when the report was sent,
    where it does not say that either.
    """

    has_attempts: bool
    came_at: datetime


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A report for a pipeline; `reporter` names the token, hook or person, never a secret."""

    report: Report
    pipeline: Pipeline
    reporter: str
    left_open: LeftOpen | None = None

    @property
    def of_run(self) -> tuple[int, str]:
        """Return the pipeline's key and the run."""
        return self.pipeline.pk, self.report.run
