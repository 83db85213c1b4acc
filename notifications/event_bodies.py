"""The body of an event as the events API takes it, checked member by member.

Unknown members are ignored, null means absent, every fault is found before anything is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from notifications.event_members import Members
from notifications.reports import Report
from notifications.sources.events_api import EVENTS_API
from notifications.vocabulary import Status, status_of
from teams.api.problems import FieldError

# Longest text of each member, in characters; what has no figure of its own may fill the body's 256 KiB.
TEXTS = MappingProxyType(
    {
        "stage": 200,
        "task": 200,
        "trigger_type": 100,
        "triggered_by": 200,
        "repository": 500,
        "branch": 300,
        "commit": 200,
        "commit_message": None,
        "author": 200,
        "failure_reason": None,
        "stage_strategy": 100,
        "source_branch": 300,
        "source_commit": 200,
        "comment": None,
        "company": 200,
        "idempotency_key": 150,
    }
)
RUN_MAX_LENGTH = 100
STATUS_MAX_LENGTH = 100
NAME_MAX_LENGTH = 200


class BadEvent(Exception):  # noqa: N818  # a fact about the body
    """The body cannot be an event; `faults` names every member that is wrong."""

    def __init__(self, faults: list[FieldError]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.message}" for each in faults))
        self.faults = faults


def report_of(body: Mapping[str, Any]) -> Report:
    """Return the report in a body; its `pipeline` stays as it was written.

    Raises:
        BadEvent: naming every member that cannot be used.
    """
    members = Members(body)
    said = members.required_text("status", most=STATUS_MAX_LENGTH)
    status = status_of(said)
    pull_request = members.inner("pull_request")
    report = Report(
        source=EVENTS_API,
        pipeline=members.text("pipeline", most=NAME_MAX_LENGTH),
        run=members.required_text("run", most=RUN_MAX_LENGTH, numbers=True),
        attempt=members.count("attempt"),
        status=status,
        status_text=said if status is Status.UNKNOWN and said != Status.UNKNOWN else "",
        pipeline_name=members.text("pipeline_display_name", most=NAME_MAX_LENGTH),
        stage_name=members.text("stage_display_name", most=NAME_MAX_LENGTH),
        url=members.url("url"),
        pull_request_id=pull_request.text("id", most=50, numbers=True),
        pull_request_title=pull_request.text("title", most=None),
        started_at=members.moment("started_at"),
        finished_at=members.moment("finished_at"),
        variables=members.variables("variables"),
        **{name: members.text(name, most=most) for name, most in TEXTS.items()},
    )
    if faults := [*members.faults, *pull_request.faults]:
        raise BadEvent(faults)
    return report
