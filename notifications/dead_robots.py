"""Robots that WeCom says are gone: told to whom it concerns for as long as it is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from credentials.models import Credential
from credentials.readers import Reader
from notifications.models import Lane, Step

if TYPE_CHECKING:
    from teams.models import User

MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class DeadRobot:
    """A credential whose robot is gone, since when, and whether the reader can replace its key."""

    credential: Credential
    since: datetime | None
    may_replace: bool


def dead_robots_of(user: User) -> Sequence[DeadRobot]:
    """Return those of the credentials that the teams this person owns use; administrators hear of all.

    The breaker is closed by the next message the robot takes, and what is told ends with it.
    """
    reader = Reader(user)
    if not (reader.sees_all or reader.kept_team_ids):
        return []
    since = dict(Lane.objects.filter(breaker_opened_at__isnull=False).values_list("pk", "breaker_opened_at"))
    found = Credential.objects.visible_to(user).filter(robot__in=list(since))
    if not reader.sees_all:
        used = Step.objects.filter(team__in=reader.kept_team_ids).order_by().values("credential")
        found = found.filter(Q(pk__in=used) | Q(owning_team__in=reader.kept_team_ids))
    return [
        DeadRobot(credential=each, since=since[each.robot_id], may_replace=reader.keeps(each))
        for each in found[:MOST_SHOWN]
    ]
