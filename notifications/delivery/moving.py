"""A replaced key takes what waits along, to the lane of the new robot."""

from __future__ import annotations

from django.db import connection

from credentials.models import Credential, Robot
from notifications import rows
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit
from notifications.delivery import transitions
from notifications.delivery.carrying import carry_late
from notifications.models import Delivery, Lane
from notifications.models.delivery import DeliveryQuerySet, State

ONE_KEY_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
BREAKER_FIELDS = (
    "failures", "failing_since", "breaker_opened_at", "breaker_reason", "hold_until", "hold_reason"
)  # fmt: skip


def lock_lanes(credential: Credential, old_robot: Robot) -> None:
    """Lock every lane that a new key touches, in one order; credentials asks for it before it writes its row.

    A dispatcher that settles holds the lane and then notes the credential's use: the other way round, both
    would wait for each other. Two who replace the same key go one after the other: the second locks what the
    first has left behind as well, instead of finding it when it holds lanes already.
    """
    if connection.vendor == "postgresql":
        rows.select(ONE_KEY_AT_A_TIME, [str(credential.pk)])
    lanes = {*_waiting_elsewhere(credential).values_list("lane", flat=True)}
    stored = Credential.objects.filter(pk=credential.pk).values_list("robot", flat=True)
    list(Lane.objects.locked().filter(pk__in={*lanes, *stored, old_robot.pk, credential.robot_id}))


def follow_key(credential: Credential, old_robot: Robot) -> None:
    """Move what waits in the old robot's lane; credentials tells it of every key that is replaced."""
    if Lane.objects.filter(pk=old_robot.pk, breaker_opened_at__isnull=False).exists():
        _leave_behind(credential, old_robot)
    move_waiting(credential)


def _leave_behind(credential: Credential, old_robot: Robot) -> None:
    """Tell that a credential left a robot that took nothing, whose breaker then concerns nobody any more."""
    with writing():
        # Both at once, for what waits is moved after it: lanes are locked in one order.
        lanes = {lane.pk: lane for lane in Lane.objects.ready({old_robot.pk, credential.robot_id})}
        old = lanes[old_robot.pk]
        transitions.note_new_key(old, credential, now=clock.now())
        if not Credential.objects.filter(robot=old_robot).exclude(pk=credential.pk).exists():
            old.answered()
            old.save(update_fields=BREAKER_FIELDS)


def move_waiting(credential: Credential) -> None:
    """Move a credential's waiting deliveries to its robot's lane; among themselves they keep their order.

    A lane that somebody else holds is left for the dispatcher that finds them there: whoever waits for it
    while holding other lanes may wait in a circle.
    """
    elsewhere = _waiting_elsewhere(credential)
    with writing():
        if not elsewhere.exists():
            return
        own = Lane.objects.ready({credential.robot_id})
        found = {*elsewhere.values_list("lane", flat=True)}
        free = Lane.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=found)
        elsewhere.filter(lane__in=[lane.pk for lane in free]).update(lane=credential.robot_id)
        carry_late(credential, now=clock.now())
        Lane.objects.arm(own, now=clock.now())
        wake_after_commit()


def _waiting_elsewhere(credential: Credential) -> DeliveryQuerySet:
    """Return what waits for a credential in lanes of other robots than its own."""
    waiting = Delivery.objects.open().filter(credential=credential, state=State.PENDING)
    return waiting.exclude(lane=credential.robot_id).order_by()
