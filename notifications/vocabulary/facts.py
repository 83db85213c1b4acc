"""What is known of one event: the only thing a message is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from types import MappingProxyType

from notifications.vocabulary.events import NotificationEvent
from notifications.vocabulary.statuses import Status

NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Everything an event knows, in plain text; an empty text or None means it was not reported.

    `status_text` is the source's own word, shown where the status is unknown. Datetimes are aware;
    `time_zone` is the IANA name in which people read them. `occurrence` is the event that fired the step.
    """

    pipeline_identifier: str
    run: str
    status: Status
    occurrence: NotificationEvent | None = None
    pipeline_name: str = ""
    team: str = ""
    attempt: int = 1
    stage: str = ""
    stage_name: str = ""
    stage_strategy: str = ""
    task: str = ""
    status_text: str = ""
    previous_status: Status | None = None
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
    variables: Mapping[str, str] = field(default_factory=lambda: NO_VARIABLES)
    time_zone: str = "Asia/Shanghai"

    @property
    def pipeline_label(self) -> str:
        return self.pipeline_name or self.pipeline_identifier

    @property
    def stage_label(self) -> str:
        return self.stage_name or self.stage


FACT_NAMES = frozenset(each.name for each in fields(Facts))
