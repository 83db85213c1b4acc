"""Whether anything dispatches, and where."""

from __future__ import annotations

from datetime import timedelta

from notifications.clockwork import clock
from notifications.models import DispatcherHeartbeat
from notifications.models.heartbeat import HOST_NAME_MAX_LENGTH


def dispatcher_seen(*, within_seconds: int) -> bool:
    """Tell whether a dispatcher of any process gave a sign of life lately."""
    since = clock.now() - timedelta(seconds=within_seconds)
    return DispatcherHeartbeat.objects.filter(seen_at__gte=since).exists()


def host_seen(name: str, *, within_seconds: int) -> bool:
    """Tell whether a process on the machine of this name gave a sign of life lately."""
    since = clock.now() - timedelta(seconds=within_seconds)
    there = DispatcherHeartbeat.objects.filter(process__startswith=f"{name[:HOST_NAME_MAX_LENGTH]}:")
    return there.filter(seen_at__gte=since).exists()
