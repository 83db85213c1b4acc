"""What an event came to for each step, kept with the event and told in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.models.step import Operator
from notifications.vocabulary import NotificationEvent, Status, Words
from teams.punctuation import listed

FOUND_MAX_CHARACTERS = 200


class Code(models.TextChoices):
    """Why a step fired or did not; the label is the sentence, filled with the decision's data."""

    MATCHED = "matched", gettext_lazy("It fired.")
    DISABLED = "disabled", gettext_lazy("It is switched off.")
    TASK = "task", gettext_lazy("It is for the task “%(wanted)s”; this was “%(task)s”.")
    NO_TASK = "no_task", gettext_lazy("It is for the task “%(wanted)s”; this was about the whole pipeline.")
    SILENT = "silent", gettext_lazy("The status “%(status)s” fires no notification.")
    EVENT = "event", gettext_lazy("It is for %(chosen)s; this was: %(occurrence)s.")
    CONDITION = (
        "condition",
        gettext_lazy("“%(variable)s %(operator)s %(value)s” does not hold: it was “%(found)s”."),
    )
    MUTED = "muted", gettext_lazy("It would have fired; it was muted until %(until)s by %(by)s.")
    PIPELINE_MUTED = (
        "pipeline_muted",
        gettext_lazy("It would have fired; the pipeline was muted until %(until)s by %(by)s."),
    )
    ROBOT_MUTED = (
        "robot_muted",
        gettext_lazy(
            "It would have fired; the robot of “%(credential)s” was muted until %(until)s by %(by)s."
        ),
    )
    UNCHANGED = "unchanged", gettext_lazy("It tells changes only; the run before was the same: %(status)s.")


MUTED = frozenset({Code.MUTED, Code.PIPELINE_MUTED, Code.ROBOT_MUTED})
FITTING = MUTED | {Code.MATCHED}  # the step fits the event, muted or not


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Whether one step fired for one event, and why."""

    step: int
    name: str
    code: Code
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def is_match(self) -> bool:
        return self.code is Code.MATCHED

    @property
    def is_muted(self) -> bool:
        return self.code in MUTED

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Decision:
        """Return a decision as `Event.decisions` keeps it."""
        return cls(step=kept["step"], name=kept["name"], code=Code(kept["code"]), data=kept["data"])

    def kept(self) -> dict[str, Any]:
        return {
            "step": self.step, "name": self.name, "matched": self.is_match,
            "code": self.code.value, "data": self.data,
        }  # fmt: skip

    def reason(self, language: str) -> str:
        """Say why in words; `language` is the reader's, for the names of statuses and events."""
        shown = dict(self.data)
        for name, value in self.data.items():
            if name in SHOWN:
                shown[name] = SHOWN[name](value, language)
        return str(self.code.label) % shown


def _event(value: str, language: str) -> str:
    return _to(NotificationEvent(value).kind.label, language)


def _events(values: list[str], language: str) -> str:
    return listed(_event(value, language) for value in values) or _("no event at all")


def _to(words: Words, language: str) -> str:
    return words.to(language)


def _operator(value: str, language: str) -> str | Promise:
    return Operator(value).label


def _moment(value: str, language: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(value)):%m-%d %H:%M}"


def _person(value: str, language: str) -> str:
    return value or _("those who keep it")


SHOWN: dict[str, Callable[[Any, str], str | Promise]] = {
    "by": _person,
    "chosen": _events,
    "occurrence": _event,
    "operator": _operator,
    "status": lambda value, language: _to(Status(value).words, language) if value in list(Status) else value,
    "until": _moment,
}
