"""What a person may know of the robots' queues: how long they are, when they go on, and why they wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, TextChoices
from django.utils.translation import gettext_lazy as _

from credentials.models import Credential
from credentials.readers import Reader
from notifications.models import Delivery
from notifications.models.delivery import Rank
from notifications.models.lane import Hold
from teams.models import Membership

if TYPE_CHECKING:
    from notifications.models import Lane
    from teams.models import User


class Standing(TextChoices):
    """How a queue stands, in a word."""

    PAUSED = "paused", _("Paused")
    DEAD_ROBOT = "dead_robot", _("Robot gone")
    FAILING = "failing", _("Every call fails")
    LIMITED = "rate_limited", _("Limited by WeCom")
    KEY = "key_unavailable", _("Key unavailable")
    BACKOFF = "backoff", _("Trying again")
    BUSY = "busy", _("Goes at its rate")
    EMPTY = "empty", _("Nothing waits")


TONES = {
    Standing.PAUSED: "warn",
    Standing.DEAD_ROBOT: "bad",
    Standing.FAILING: "bad",
    Standing.LIMITED: "warn",
    Standing.KEY: "bad",
    Standing.BACKOFF: "warn",
    Standing.BUSY: "info",
    Standing.EMPTY: "ok",
}


@dataclass(frozen=True, kw_only=True)
class Load:
    """What waits in a lane, and since when the first of it is owed."""

    waiting: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A lane as one person may see it; `credentials` are only those whose names are theirs to know."""

    lane: Lane
    now: datetime
    load: Load = field(default_factory=Load)
    credentials: Sequence[Credential] = ()
    others: int = 0
    is_kept: bool = False
    knows_who_paused: bool = False
    knows_who_muted: bool = False

    @property
    def name(self) -> str:
        """Call the robot by those of its credentials that one sees."""
        return " · ".join(credential.name for credential in self.credentials)

    @property
    def held_until(self) -> datetime | None:
        return self.lane.held_until(self.now, for_test=False)

    @property
    def slow_until(self) -> datetime | None:
        return self.lane.slowed_until(self.now)

    @property
    def standing(self) -> Standing:
        if self.lane.paused_at:
            return Standing.PAUSED
        if self.lane.breaker_opened_at:
            return Standing(self.lane.breaker_reason)
        if self.held_until:
            return Standing(self.lane.hold_reason)
        return Standing.BUSY if self.load.waiting else Standing.EMPTY

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def reason(self) -> str:
        """Say in a sentence what holds the queue, or nothing."""
        return str(Hold(self.standing).label) if self.standing in Hold.values else ""

    @property
    def since(self) -> datetime | None:
        """Return since when the queue stands so, where that is known."""
        known = {
            Standing.PAUSED: self.lane.paused_at,
            Standing.DEAD_ROBOT: self.lane.breaker_opened_at,
            Standing.FAILING: self.lane.failing_since,
            Standing.BACKOFF: self.lane.failing_since,
        }
        return known.get(self.standing)

    @property
    def paused_by(self) -> User | None:
        return self.lane.paused_by if self.knows_who_paused else None

    @property
    def muted_by(self) -> User | None:
        return self.lane.muted_by if self.knows_who_muted else None

    @property
    def next_at(self) -> datetime | None:
        """Return when the first message goes; None when nothing goes by itself."""
        if self.lane.paused_at or not self.load.waiting:
            return None
        return max(self.lane.wake_at or self.now, self.now)

    @property
    def goes_now(self) -> bool:
        return self.next_at == self.now

    @property
    def may_be_tried(self) -> bool:
        """Tell whether a try now could change anything: WeCom's limit lifts only by itself."""
        holds = {Standing.DEAD_ROBOT, Standing.FAILING, Standing.KEY, Standing.BACKOFF}
        return bool(self.load.waiting and self.held_until) and self.standing in holds

    @property
    def last_used(self) -> Credential | None:
        """Return the credential whose last answer is the newest."""
        used = [each for each in self.credentials if each.last_used_at]
        return max(used, key=lambda each: str(each.last_used_at), default=None)


def queues_of(lanes: Sequence[Lane], user: User, *, now: datetime) -> list[Queue]:
    """Return these lanes as `user` may see them, in a constant number of queries."""
    robots = [lane.pk for lane in lanes]
    reader, loads = Reader(user), _loads(robots)
    seen = _by_robot(Credential.objects.visible_to(user).filter(robot__in=robots))
    holders = _holders(robots)
    known = _known_people(lanes, reader)
    return [
        Queue(
            lane=lane,
            now=now,
            load=loads.get(lane.pk, Load()),
            credentials=seen.get(lane.pk, []),
            others=holders.get(lane.pk, 0) - len(seen.get(lane.pk, [])),
            is_kept=any(reader.keeps(each) for each in seen.get(lane.pk, [])),
            knows_who_paused=reader.sees_all or lane.paused_by_id in known,
            knows_who_muted=reader.sees_all or lane.muted_by_id in known,
        )
        for lane in lanes
    ]


def _loads(robots: Sequence[int]) -> dict[int, Load]:
    """Count what waits; the index of waiting ones answers alone, whatever their number.

    A message that carries others is none of them: they are counted themselves.
    """
    waiting = Delivery.objects.open().filter(lane__in=robots).exclude(rank=Rank.MERGED).order_by()
    counted = list(waiting.values_list("lane").annotate(Count("pk"), Min("pk")))
    firsts = Delivery.objects.filter(pk__in=[first for _lane, _count, first in counted])
    owed_since = dict(firsts.values_list("pk", "due_at"))
    return {lane: Load(waiting=count, oldest=owed_since.get(first)) for lane, count, first in counted}


def _by_robot(credentials: Any) -> dict[int, list[Credential]]:
    found: dict[int, list[Credential]] = {}
    for credential in credentials:
        found.setdefault(credential.robot_id, []).append(credential)
    return found


def _holders(robots: Sequence[int]) -> dict[int, int]:
    counted = Credential.objects.filter(robot__in=robots).order_by().values_list("robot")
    return dict(counted.annotate(Count("pk")))


def _known_people(lanes: Sequence[Lane], reader: Reader) -> set[int]:
    """Return who of those that paused or muted a lane is in a team of the reader's."""
    people = [person for lane in lanes for person in (lane.paused_by_id, lane.muted_by_id)]
    members = Membership.objects.filter(team__in=reader.team_ids, user__in=people)
    return set(members.values_list("user", flat=True))
