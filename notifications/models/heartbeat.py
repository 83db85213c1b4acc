from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Max

HOST_NAME_MAX_LENGTH = 100


class Role(models.TextChoices):
    """What a process does for the delivery of messages; with Celery two share a dispatcher's work."""

    DISPATCHER = "dispatcher"
    TICKER = "ticker"
    CELERY_WORKER = "celery_worker"


class HeartbeatQuerySet(models.QuerySet["DispatcherHeartbeat"]):
    def delivering_at(self) -> datetime | None:
        """Return when a dispatcher, or both a ticker and a Celery worker, were last there to deliver."""
        seen = dict(self.order_by().values_list("role").annotate(Max("seen_at")))
        moments = [seen[Role.DISPATCHER]] if Role.DISPATCHER in seen else []
        if Role.TICKER in seen and Role.CELERY_WORKER in seen:
            moments.append(min(seen[Role.TICKER], seen[Role.CELERY_WORKER]))
        return max(moments, default=None)


class DispatcherHeartbeat(models.Model):
    """A sign of life of a process that delivers messages, a row for each.

    `process` is the machine's name, a colon and the process id.
    """

    process = models.CharField(max_length=150, primary_key=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.DISPATCHER)
    seen_at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.process} {self.seen_at:%H:%M:%S}"
