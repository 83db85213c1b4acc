"""Whether anything dispatches."""

from __future__ import annotations

from datetime import timedelta

from notifications.clockwork import clock
from notifications.models import DispatcherHeartbeat


def dispatcher_seen(*, within_seconds: int) -> bool:
    """Tell whether a dispatcher of any process gave a sign of life lately."""
    since = clock.now() - timedelta(seconds=within_seconds)
    return DispatcherHeartbeat.objects.filter(seen_at__gte=since).exists()
