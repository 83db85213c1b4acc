from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from credentials.answers import Answer
from credentials.outcomes import Outcome
from notifications.models.lane import Hold


class TransitionQuerySet(models.QuerySet["Transition"]):
    def untold(self) -> Self:
        """Return those that nobody was told of yet, oldest first."""
        return self.filter(told_at=None).order_by("pk")


class Transition(models.Model):
    """A robot stopped taking messages or takes them again: written with the lane's change, told once.

    `since` is when the trouble began, `waiting` how many messages waited when it was told, or were held. The
    figures are those of the robot's answer.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("Its robot takes nothing")
        CLOSED = "closed", _("Its robot takes messages again")
        REPLACED = "replaced", _("Its key was replaced")
        DISABLED = "disabled", _("It was disabled, for its robot took nothing for five days")

    # Only of a replaced key: the others of a robot keep theirs.
    credential = models.ForeignKey("credentials.Credential", models.CASCADE, null=True, related_name="+")
    lane = models.ForeignKey("notifications.Lane", models.CASCADE, related_name="transitions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=20, choices=Hold.choices)
    at = models.DateTimeField()
    since = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    errcode = models.IntegerField(null=True)
    errmsg = models.CharField(max_length=300, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(told_at=None), name="transition_to_be_told"),
            models.Index(fields=["at"], name="transition_by_age"),
        ]

    def __str__(self) -> str:
        return f"lane {self.lane_id} {self.kind} {self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def answer(self) -> Answer | None:
        """Return what the robot answered last, where a call brought the change about."""
        if not self.outcome:
            return None
        return Answer(
            outcome=Outcome(self.outcome),
            http_status=self.http_status,
            errcode=self.errcode,
            errmsg=self.errmsg,
        )
