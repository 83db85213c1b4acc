from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from teams.models import User

KEY_MAX_LENGTH = 200


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        """Return the events of the teams this person belongs to; administrators: all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(pipeline__team__memberships__user=user)


class Event(models.Model):
    """One pipeline or task entering a status, as reported; immutable.

    `facts` holds what has no column of its own; `decisions` what every step made of it (see `matching`).
    `occurrence` is the notification event it fires, if any; `run_number` orders runs that are counted.
    """

    # The indexes below begin with the pipeline.
    pipeline = models.ForeignKey(
        "notifications.Pipeline", models.CASCADE, related_name="events", db_index=False
    )
    idempotency_key = models.CharField(max_length=KEY_MAX_LENGTH)
    source = models.CharField(max_length=30, default="api")
    reporter = models.CharField(max_length=150, blank=True)
    status = models.CharField(max_length=10)
    status_text = models.CharField(max_length=100, blank=True)
    previous_status = models.CharField(max_length=10, blank=True)
    occurrence = models.CharField(max_length=10, blank=True)
    run = models.CharField(max_length=100)
    run_number = models.BigIntegerField(null=True)
    attempt = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=200, blank=True)
    task = models.CharField(max_length=200, blank=True)
    branch = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    decisions = models.JSONField(default=list)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pipeline", "idempotency_key"], name="an_event_is_reported_once")
        ]
        indexes = [
            # Each in the whole order of `history`, so that what comes before an event is one look away.
            models.Index(
                fields=["pipeline", "task", "branch", "run_number", "attempt", "occurred_at", "id"],
                condition=models.Q(run_number__isnull=False),
                name="event_previous_run",
            ),
            models.Index(
                fields=["pipeline", "task", "branch", "occurred_at", "id"],
                condition=models.Q(run_number__isnull=True),
                name="event_previous_moment",
            ),
            # What hooks leave open is found among the events of their run.
            models.Index(fields=["pipeline", "run", "id"], name="event_of_run"),
            models.Index(fields=["received_at"], name="event_received_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pipeline} #{self.run} {self.task} {self.status}"

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.pk])
