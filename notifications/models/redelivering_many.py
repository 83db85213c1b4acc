"""Owing many deliveries once more: oldest first, in chunks, so that nobody waits long for the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit
from notifications.models.delivery import Delivery
from notifications.models.lane import Lane
from notifications.models.redelivery import copied, release
from notifications.models.redelivery_counts import census
from notifications.models.state import State
from teams.models import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models.delivery import DeliveryQuerySet
    from teams.models import User

CHUNK = 200
AT_MOST = 2000


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many were owed again, how many are left for another call, how many cannot go."""

    redelivered: int = 0
    left: int = 0
    stuck: int = 0


def redeliver_many(found: DeliveryQuerySet, *, by: User, at_most: int = AT_MOST) -> Tally:
    """Owe again what of `found` was not delivered, oldest first and at most so many in one call.

    Held ones are released, dead ones become new deliveries, mentions come along with their message. Whoever
    calls has narrowed `found` to what `by` may send again.
    """
    counted = census(found)
    going = found.filter(counted.may_go).order_by("pk")
    ids = list(going.values_list("pk", flat=True)[:at_most])
    done: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        done |= _redeliver(ids[start : start + CHUNK], by=by)
    return Tally(redelivered=len(done & set(ids)), left=counted.count - len(ids), stuck=counted.stuck)


def _redeliver(ids: Sequence[int], *, by: User) -> set[int]:
    """Owe one chunk again and return what it held; what somebody else sent again meanwhile is left out."""
    chosen = Q(pk__in=ids) | Q(follows__in=ids)
    with writing():
        usable = Credential.objects.filter(is_enabled=True, deliveries__in=Delivery.objects.filter(chosen))
        lanes, now = Lane.objects.ready(set(usable.values_list("robot", flat=True))), clock.now()
        found = Delivery.objects.unsent().filter(chosen, credential__robot__in=[lane.pk for lane in lanes])
        rows = list(found.order_by("pk").select_related("team", "credential"))
        for row in rows:
            if row.state == State.HELD and row.credential:
                release(row, row.credential, now)
        _repeat([row for row in rows if row.state == State.DEAD], by=by, now=now)
        Lane.objects.arm(lanes, now=now)
        record_redelivered(rows, by=by)
        wake_after_commit()
    return {row.pk for row in rows}


def _repeat(dead: Sequence[Delivery], *, by: User, now: datetime) -> None:
    robots = {each.pk: each.credential.robot_id for each in dead if each.credential}
    again = {each.pk: copied(each, robots[each.pk], by=by, now=now) for each in dead}
    Delivery.objects.bulk_create(again.values())
    mentions = [each for each in dead if each.follows_id in again]
    for mention in mentions:
        again[mention.pk].follows = again[mention.follows_id or 0]
    Delivery.objects.bulk_update([again[mention.pk] for mention in mentions], ["follows"])


def record_redelivered(rows: Iterable[Delivery], *, by: User) -> None:
    """Tell each team how many of its messages went again; each new delivery names the one it repeats."""
    owned = [row for row in rows if row.team]
    for team, count in Counter(row.team for row in owned).items():
        numbers = [row.pk for row in owned if row.team == team]
        AuditEntry.record(
            actor=by,
            verb="delivery.redelivered",
            target=f"{count} deliveries",
            team=team,
            after={"count": count, "oldest": numbers[0], "newest": numbers[-1]},
        )
