"""Whether anything dispatches, and where."""

from __future__ import annotations

from datetime import timedelta

from notifications.clockwork import clock
from notifications.models import DispatcherHeartbeat
from notifications.models.heartbeat import HOST_NAME_MAX_LENGTH, Role


def dispatcher_seen(*, within_seconds: int) -> bool:
    """Tell whether a dispatcher, or both a ticker and a Celery worker, gave a sign of life lately."""
    seen_at = DispatcherHeartbeat.objects.delivering_at()
    return seen_at is not None and seen_at >= clock.now() - timedelta(seconds=within_seconds)


def role_seen(role: Role, *, within_seconds: int) -> bool:
    """Tell whether a process that does this part of the delivery gave a sign of life lately."""
    since = clock.now() - timedelta(seconds=within_seconds)
    return DispatcherHeartbeat.objects.filter(role=role, seen_at__gte=since).exists()


def host_seen(name: str, *, within_seconds: int) -> bool:
    """Tell whether a process on the machine of this name gave a sign of life lately."""
    since = clock.now() - timedelta(seconds=within_seconds)
    there = DispatcherHeartbeat.objects.filter(process__startswith=f"{name[:HOST_NAME_MAX_LENGTH]}:")
    return there.filter(seen_at__gte=since).exists()
