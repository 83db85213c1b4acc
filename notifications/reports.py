"""What a pipeline said of itself, checked, in one shape for every source."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

KEY_SEPARATOR = "\x1f"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One pipeline or task entering a status; an empty text or None means the source did not say.

    `status` is one of `vocabulary.Status`; a word nobody knows gives `unknown` and stands in `status_text`.
    Times are aware. `job` and `reported_at` are the source's own job id and time, where it has them.
    """

    source: str
    pipeline: str
    run: str
    status: str
    status_text: str = ""
    attempt: int = 1
    pipeline_name: str = ""
    stage: str = ""
    stage_name: str = ""
    stage_strategy: str = ""
    task: str = ""
    trigger_type: str = ""
    triggered_by: str = ""
    url: str = ""
    repository: str = ""
    branch: str = ""
    commit: str = ""
    commit_message: str = ""
    author: str = ""
    pull_request_id: str = ""
    pull_request_title: str = ""
    source_branch: str = ""
    source_commit: str = ""
    comment: str = ""
    company: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure_reason: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str = ""
    job: str = ""
    reported_at: str = ""

    @property
    def key(self) -> str:
        """Return what makes a repeated report the same one; keys are compared within one pipeline."""
        if self.idempotency_key:
            return self.idempotency_key
        finished = self.finished_at.isoformat() if self.finished_at else ""
        job = (self.stage, self.task, self.status_text or self.status)
        parts = (self.run, str(self.attempt), *job, finished, self.job, self.reported_at)
        # A length before each part: no two different reports can spell the same text.
        text = KEY_SEPARATOR.join(f"{len(part)}:{part}" for part in parts)
        return "derived:" + hashlib.sha256(text.encode()).hexdigest()
