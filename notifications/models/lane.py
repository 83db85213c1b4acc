from __future__ import annotations

from django.db import models


class Lane(models.Model):
    """A robot's queue: order, rate, pauses, breaker; one per robot. Narrow, for it changes with every message."""

    robot = models.OneToOneField("credentials.Robot", models.PROTECT, primary_key=True, related_name="lane")
    wake_at = models.DateTimeField(null=True)
    hold_until = models.DateTimeField(null=True)
    hold_reason = models.CharField(max_length=20, blank=True)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.BigIntegerField(default=0)
    tokens = models.FloatField(default=8)
    tokens_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    breaker_opened_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name="lane_with_an_alarm"
            )
        ]

    def __str__(self) -> str:
        return f"lane {self.pk}"
