"""A replaced key takes what waits along, to the lane of the new robot."""

from __future__ import annotations

from credentials.models import Credential, Robot
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit
from notifications.delivery.carrying import carry_late
from notifications.models import Delivery, Lane
from notifications.models.delivery import State


def follow_key(credential: Credential, old_robot: Robot) -> None:
    """Move what waits in the old robot's lane; credentials tells it of every key that is replaced."""
    move_waiting(credential)


def move_waiting(credential: Credential) -> None:
    """Move a credential's waiting deliveries to its robot's lane; among themselves they keep their order."""
    elsewhere = Delivery.objects.open().filter(credential=credential).exclude(lane=credential.robot_id)
    elsewhere = elsewhere.filter(state=State.PENDING).order_by()
    with writing():
        sources = set(elsewhere.values_list("lane", flat=True))
        if not sources:
            return
        lanes = Lane.objects.ready({*sources, credential.robot_id})
        elsewhere.update(lane=credential.robot_id)
        carry_late(credential, now=clock.now())
        Lane.objects.arm([lane for lane in lanes if lane.pk == credential.robot_id], now=clock.now())
        wake_after_commit()
