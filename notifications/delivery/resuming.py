"""What was held while a credential was disabled, sent after all because a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit
from notifications.delivery.carrying import carry_late
from notifications.models import Delivery, Lane
from notifications.models.delivery import Rank, State
from notifications.models.reason import Reason
from notifications.models.redelivering_many import record_redelivered

if TYPE_CHECKING:
    from credentials.models import Credential
    from notifications.models.delivery import DeliveryQuerySet
    from teams.models import User

WHILE_DISABLED = (Reason.CREDENTIAL_DISABLED, Reason.AUTO_DISABLED)
AT_MOST = 2000


def held_while_disabled(credential: Credential, *, by: User) -> DeliveryQuerySet:
    """Return what was held because of a disabled credential and `by` may send."""
    mine = Delivery.objects.redeliverable_by(by).filter(credential=credential)
    return mine.filter(state=State.HELD, reason__in=WHILE_DISABLED)


def send_what_waited(credential: Credential, *, by: User) -> int:
    """Let it wait for the robot again, oldest first; return how many messages, 2,000 at most.

    What waited over an hour goes as one message a team, with its times, and mentions nobody.
    """
    with writing():
        lanes = Lane.objects.ready({credential.robot_id})
        _take_apart_held(credential, by=by)
        found = held_while_disabled(credential, by=by).order_by("pk").select_related("team")
        rows = list(found.only("pk", "team", "follows")[:AT_MOST])
        going = Delivery.objects.filter(pk__in=[row.pk for row in rows])
        going.update(state=State.PENDING, reason="", lane=credential.robot_id)
        carry_late(credential, now=clock.now())
        Lane.objects.arm(lanes, now=clock.now())
        if rows:
            record_redelivered(rows, by=by)
        wake_after_commit()
    return sum(row.follows_id is None for row in rows)


def _take_apart_held(credential: Credential, *, by: User) -> None:
    """Let each go by itself that was held with the message that was to carry it, and drop that one."""
    carriers = held_while_disabled(credential, by=by).filter(rank=Rank.MERGED)
    ids = list(carriers.values_list("pk", flat=True))
    Delivery.objects.filter(carried_by__in=ids, state=State.HELD).update(carried_by=None)
    Delivery.objects.filter(pk__in=ids).update(state=State.DEAD)
