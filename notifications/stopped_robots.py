"""Robots that take nothing: told to whom it concerns for as long as it is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from credentials.models import Credential
from credentials.readers import Reader
from notifications.models import Lane, Step
from notifications.models.lane import Hold

if TYPE_CHECKING:
    from teams.models import User

MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class StoppedRobot:
    """A credential whose robot takes nothing, since when, and whether the reader can replace its key."""

    credential: Credential
    since: datetime | None
    may_replace: bool
    is_gone: bool = False
    is_disabled: bool = False


def stopped_robots_of(user: User) -> Sequence[StoppedRobot]:
    """Return those of the credentials that the teams this person owns use; administrators hear of all.

    The breaker is closed by the next message the robot takes, and what is told ends with it; what the system
    disabled is told until somebody enables it.
    """
    reader = Reader(user)
    if not (reader.sees_all or reader.kept_team_ids):
        return []
    lanes = Lane.objects.filter(breaker_opened_at__isnull=False).in_bulk()
    is_stopped = Q(robot__in=list(lanes)) | Q(is_enabled=False, auto_disabled_at__isnull=False)
    found = Credential.objects.visible_to(user).filter(is_stopped)
    if not reader.sees_all:
        used = Step.objects.filter(team__in=reader.kept_team_ids).order_by().values("credential")
        found = found.filter(Q(pk__in=used) | Q(owning_team__in=reader.kept_team_ids))
    return [_stopped(each, lanes.get(each.robot_id), reader) for each in found[:MOST_SHOWN]]


def _stopped(credential: Credential, lane: Lane | None, reader: Reader) -> StoppedRobot:
    may_replace = reader.keeps(credential)
    if lane is None or credential.auto_disabled_at:
        since = credential.auto_disabled_at
        return StoppedRobot(credential=credential, is_disabled=True, since=since, may_replace=may_replace)
    is_gone = lane.breaker_reason == Hold.DEAD_ROBOT
    return StoppedRobot(
        credential=credential,
        is_gone=is_gone,
        since=lane.breaker_opened_at if is_gone else lane.failing_since,
        may_replace=may_replace,
    )
