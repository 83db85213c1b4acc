"""What changes when deliveries go on from a copy of the database in another one."""

from __future__ import annotations

from django.db.models.functions import Now

from notifications.models import DispatcherHeartbeat, Lane

# Where a process was seen says nothing about the copy, and a closed database still lets processes say it.
LEFT_BEHIND = DispatcherHeartbeat


def free_lanes(*, using: str) -> None:
    """Let the copy's dispatchers have every lane; buckets refill from now on, by the copy's own clock.

    The two clocks may differ: time before the copy fills no bucket.
    """
    lanes = Lane.objects.using(using)
    lanes.update(lease_until=None)
    lanes.filter(tokens_at__isnull=False).update(tokens_at=Now())
