from __future__ import annotations

from django.db import models


class DispatcherHeartbeat(models.Model):
    """A dispatcher's sign of life, a row for each process that runs one."""

    process = models.CharField(max_length=150, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} {self.seen_at:%H:%M:%S}"
