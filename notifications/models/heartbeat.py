from __future__ import annotations

from django.db import models

HOST_NAME_MAX_LENGTH = 100


class DispatcherHeartbeat(models.Model):
    """A dispatcher's sign of life, a row for each process that runs one.

    `process` is the machine's name, a colon and the process id.
    """

    process = models.CharField(max_length=150, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} {self.seen_at:%H:%M:%S}"
