"""When robots stopped lately: since when what failed may be worth sending again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from credentials.models import Credential
from notifications.models import Transition

if TYPE_CHECKING:
    from teams.models import User

AS_TYPED = "%Y-%m-%dT%H:%M"
LATELY = timedelta(days=7)
MOST_SHOWN = 3
BEFORE = timedelta(minutes=5)  # what failed first may have waited a while before it was tried


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A credential whose robot stopped taking messages, and since when it did."""

    credential: Credential
    since: datetime

    @property
    def begin(self) -> str:
        """Return from when on messages may have failed because of it, as a filter takes it."""
        return f"{timezone.localtime(self.since - BEFORE):{AS_TYPED}}"


def outages_of(user: User, *, now: datetime) -> list[Outage]:
    """Return the last outages of the week of the robots this person's teams may use, the newest first."""
    visible = Credential.objects.visible_to(user)
    stopped = Transition.objects.filter(
        kind=Transition.Kind.OPENED, at__gte=now - LATELY, lane__in=visible.order_by().values("robot")
    )[:MOST_SHOWN]
    by_robot: dict[int, Credential] = {}
    for credential in visible.filter(robot__in=[each.lane_id for each in stopped]):
        by_robot.setdefault(credential.robot_id, credential)
    return [Outage(credential=by_robot[each.lane_id], since=each.since) for each in stopped]
