"""What a restored backup says is still owed was perhaps sent since: a person decides, not the dispatcher."""

from __future__ import annotations

from datetime import datetime

from notifications.clockwork.turns import writing
from notifications.models import Delivery, DispatcherHeartbeat, Lane, Letter, Transition
from notifications.models.delivery import State
from notifications.models.reason import Reason


def hold_what_waits(*, now: datetime) -> int:
    """Hold every delivery that is not settled and switch off all lanes; return how many were held.

    Buckets start empty, for the minute's messages may have been sent just before. Breakers and a person's
    pauses stay as they were.
    """
    with writing():
        held = Delivery.objects.open().order_by().update(state=State.HELD, reason=Reason.RESTORED)
        Lane.objects.update(
            wake_at=None, hold_until=None, hold_reason="", lease_until=None, tokens=0, tokens_at=now
        )
        # What was to be told then is old news, or was told since.
        Transition.objects.untold().update(told_at=now)
        Letter.objects.update(mail_due_at=None)
        DispatcherHeartbeat.objects.all().delete()
    return held
