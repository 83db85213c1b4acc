from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from credentials.models import Credential

if TYPE_CHECKING:
    from teams.models import User


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        """Return this person's own, of the credentials their teams may use still."""
        return self.filter(person=user, credential__in=Credential.objects.visible_to(user).order_by())

    def unseen(self) -> Self:
        return self.filter(seen_at=None)

    def due(self, now: datetime) -> Self:
        """Return those to be mailed now, oldest first."""
        return self.filter(mail_due_at__lte=now, person__is_active=True).order_by("pk")


class Letter(models.Model):
    """A transition told to one person: on the pages until it is seen, and by e-mail.

    `names` are the robot's credentials that are theirs to know, `fallbacks` those whose groups were told too.

    `mail_due_at` is when it is mailed, or mailed again when it could not be; none when it is not to be.
    Whoever mails it sets it ahead first: so one process does, and another when that one dies.
    """

    transition = models.ForeignKey("notifications.Transition", models.CASCADE, related_name="letters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="robot_letters")
    credential = models.ForeignKey("credentials.Credential", models.SET_NULL, null=True, related_name="+")
    names = models.CharField(max_length=300)
    fallbacks = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["transition", "person"], name="a_transition_is_told_once")
        ]
        indexes = [
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(mail_due_at__isnull=False),
                name="letter_to_be_mailed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.transition_id} to {self.person_id}"
