from __future__ import annotations

from django.db import models


class Robot(models.Model):
    """The group robot behind a key, known by the key's fingerprint: credentials with one key share it."""

    endpoint = models.CharField(max_length=50)
    fingerprint = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.endpoint} · {self.fingerprint[:8]}"
