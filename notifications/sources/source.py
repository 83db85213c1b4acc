"""The shape of a source: how a CI system's own webhook is named, trusted and read, and what it can carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.reports import Report
from notifications.vocabulary import Capability
from sealing.secret import Secret


class Grade(StrEnum):
    """How much a source's way of signing proves, from A (body and time) down to D (a password)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def meaning(self) -> Promise:
        return GRADE_MEANINGS[self]


GRADE_MEANINGS = {
    Grade.A: _("The signature covers the body and the time: nobody can change or repeat a report."),
    Grade.B: _("The signature covers the body, and not the time: an old report can be sent again."),
    Grade.C: _(
        "The signature covers only the time: whoever sees one request can send any report for an hour."
    ),
    Grade.D: _("Only a password is sent: whoever sees one request can send any report."),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a webhook brought: header names in lower case, the body's bytes and the object in them."""

    headers: Mapping[str, str]
    body: bytes
    json: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Ignored:
    """An authentic request that tells of no status; `reason` is a sentence for the sender's log."""

    reason: str


class NotAuthentic(Exception):  # noqa: N818  # a fact about the request
    """The request does not prove that it comes from the CI system; the text says why, without any secret."""


class Unreadable(Exception):  # noqa: N818  # a fact about the request
    """A member of the body is not what the system documents; `field` is its dotted path."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Source:
    """One CI system's webhook.

    `verify(request, secret, now)` raises NotAuthentic. `parse(request)` returns the reports or Ignored and
    raises Unreadable; it cuts overlong texts, for a notification must not be lost to a long name.
    `has_attempts` is false where a rerun looks like its first run (see `notifications.reruns`).
    `guide` lists what to do in the CI system, in order; `limits` what it cannot say.
    """

    slug: str
    name: str
    grade: Grade
    capability: Capability
    verify: Callable[[Request, Secret, datetime], None]
    parse: Callable[[Request], tuple[Report, ...] | Ignored]
    has_attempts: bool
    guide: tuple[str | Promise, ...]
    limits: tuple[str | Promise, ...] = ()
