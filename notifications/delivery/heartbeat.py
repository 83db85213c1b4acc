"""A sign of life in the database of who delivers messages, for pages, `/readyz` and tests that wait."""

from __future__ import annotations

import os
import socket
import time
from datetime import datetime, timedelta

from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.models import DispatcherHeartbeat
from notifications.models.heartbeat import HOST_NAME_MAX_LENGTH, Role

BEAT_EVERY_SECONDS = 5.0
ALIVE_WITHIN = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)


def process_name() -> str:
    return f"{socket.gethostname()[:HOST_NAME_MAX_LENGTH]}:{os.getpid()}"


def beat(*, now: datetime, role: Role = Role.DISPATCHER) -> None:
    """Say that this process delivers; rows of processes long gone are cleared away."""
    with writing():
        DispatcherHeartbeat.objects.update_or_create(
            process=process_name(), defaults={"seen_at": now, "role": role}
        )
        DispatcherHeartbeat.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def stop() -> None:
    """Say that this process delivers no more."""
    DispatcherHeartbeat.objects.filter(process=process_name()).delete()


def is_first(*, now: datetime) -> bool:
    """Tell whether this process is the one to do what one of all that deliver must do: the first by name."""
    alive = DispatcherHeartbeat.objects.exclude(role=Role.CELERY_WORKER).filter(
        seen_at__gte=now - ALIVE_WITHIN
    )
    return alive.order_by("process").values_list("process", flat=True).first() == process_name()


class Pulse:
    """Beats every few seconds, however often it is called."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self._beat_at = float("-inf")

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self._beat_at >= BEAT_EVERY_SECONDS:
            beat(now=clock.now(), role=self.role)
            self._beat_at = now
