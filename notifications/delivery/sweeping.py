"""The second net under the lanes: what a crash or a clock left behind is found again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from notifications.clockwork.turns import writing
from notifications.models import Delivery, Lane
from notifications.models.lane import LONGEST_WAIT


def sweep(*, now: datetime) -> int:
    """Arm the lanes that have work and no alarm, or one too far ahead to be true; return how many."""
    work = Delivery.objects.open().order_by().filter(lane=OuterRef("pk"))
    forgotten = Q(wake_at=None, paused_at=None) & Exists(work)
    astray = Q(wake_at__gt=now + LONGEST_WAIT)  # the clock was set back
    lost = list(Lane.objects.filter(forgotten | astray).values_list("pk", flat=True))
    if not lost:
        return 0
    with writing():
        lanes = Lane.objects.ready(lost)
        Lane.objects.arm(lanes, now=now, at_once=True)
    return len(lanes)
