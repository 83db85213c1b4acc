"""A dispatcher's sign of life in the database, for pages, `/readyz` and tests that wait."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from notifications.clockwork.turns import writing
from notifications.models import DispatcherHeartbeat
from notifications.models.heartbeat import HOST_NAME_MAX_LENGTH

FORGOTTEN_AFTER = timedelta(days=1)


def process_name() -> str:
    return f"{socket.gethostname()[:HOST_NAME_MAX_LENGTH]}:{os.getpid()}"


def beat(*, now: datetime) -> None:
    """Say that this process dispatches; rows of processes long gone are cleared away."""
    with writing():
        DispatcherHeartbeat.objects.update_or_create(process=process_name(), defaults={"seen_at": now})
        DispatcherHeartbeat.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def stop() -> None:
    """Say that this process dispatches no more."""
    DispatcherHeartbeat.objects.filter(process=process_name()).delete()
