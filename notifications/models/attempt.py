from __future__ import annotations

from django.db import models

from credentials.answers import Answer
from credentials.outcomes import Outcome


class Attempt(models.Model):
    """One call to the robot, with what came back; append-only."""

    delivery = models.ForeignKey("notifications.Delivery", models.CASCADE, related_name="attempts")
    lane = models.ForeignKey("notifications.Lane", models.PROTECT, related_name="attempts", db_index=False)
    lease_token = models.BigIntegerField()
    is_resend = models.BooleanField(default=False)
    started_at = models.DateTimeField(db_index=True)
    duration_ms = models.PositiveIntegerField(null=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    errcode = models.IntegerField(null=True)
    errmsg = models.CharField(max_length=300, blank=True)
    hint = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.started_at:%H:%M:%S} {self.outcome}"

    @property
    def answer(self) -> Answer:
        """Return what came back, as `credentials.answers` explains it."""
        return Answer(
            outcome=Outcome(self.outcome),
            http_status=self.http_status,
            errcode=self.errcode,
            errmsg=self.errmsg,
            hint=self.hint,
            duration_ms=self.duration_ms or 0,
        )
