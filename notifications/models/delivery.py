from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credentials.answers import Answer
from notifications.models import carriage, redelivery
from notifications.models.reason import Reason
from notifications.models.state import OPEN_STATES, IsMissed, IsOpen, State
from teams.models import Team
from teams.permissions import Verb

__all__ = ["OPEN_STATES", "Delivery", "Part", "Rank", "Reason", "State"]

if TYPE_CHECKING:
    from teams.models import User


class Rank(models.IntegerChoices):
    """Order in a lane: smaller goes first."""

    TEST = 0
    URGENT = 1
    MERGED = 2  # it carries older ones: what came later goes behind it
    NORMAL = 3


class Part(models.TextChoices):
    MESSAGE = "message", _("Message")
    MENTION = "mention", _("Mention")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> Self:
        """Return those of this person's teams, and their own tests of a credential; administrators: all."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            models.Q(team__in=user.memberships.values("team")) | models.Q(team=None, requested_by=user)
        )

    def missed(self) -> Self:
        """Return what did not arrive; tests were answered where they were sent."""
        return self.filter(IsMissed("state"), is_test=False)

    def unsent(self) -> Self:
        """Return what did not arrive and nobody has sent again."""
        failed = self.missed().filter(redeliveries=None)
        # What is held with its carrier goes with it; the carrier that is dead left each to itself.
        with_its_carrier = models.Q(state=State.HELD, carried_by__isnull=False)
        return failed.exclude(with_its_carrier | models.Q(state=State.DEAD, rank=Rank.MERGED))

    def refused(self) -> Self:
        """Return what WeCom refused for its content: the same text would be refused again."""
        return self.filter(state=State.DEAD, reason=Reason.REFUSED)

    def but_refused(self) -> Self:
        """Leave out what WeCom refused for its content."""
        return self.exclude(state=State.DEAD, reason=Reason.REFUSED)

    def redeliverable_by(self, user: User) -> Self:
        """Return what was not delivered in the teams in which this person may send again."""
        return self.unsent().filter(team__in=Team.objects.allowing(user, Verb.DELIVERY_REDELIVER))

    def open(self) -> Self:
        """Return what is not settled, in the order of its lane; the index of waiting ones serves it."""
        return self.filter(IsOpen("state")).order_by("rank", "pk")

    def in_line(self) -> Self:
        """Return what is to be sent by itself, in the order of its lane: not what another message carries."""
        return self.open().filter(carried_by=None)


class Delivery(models.Model):
    """One message owed to one robot because of one event and one step; its text is frozen when it is made.

    `digest` is what a message that merges waiting ones says of it. `due_at` is since when it is owed.
    """

    # Team and lane have indexes of their own below; another one each would only cost every insert.
    # What is owed outlives its team, event and pipeline: 202 was a promise.
    team = models.ForeignKey(
        "teams.Team", models.SET_NULL, null=True, related_name="deliveries", db_index=False
    )
    lane = models.ForeignKey("notifications.Lane", models.PROTECT, related_name="deliveries", db_index=False)
    event = models.ForeignKey("notifications.Event", models.SET_NULL, null=True, related_name="deliveries")
    step = models.ForeignKey("notifications.Step", models.SET_NULL, null=True, related_name="deliveries")
    pipeline = models.ForeignKey(
        "notifications.Pipeline", models.SET_NULL, null=True, related_name="deliveries"
    )
    credential = models.ForeignKey(
        "credentials.Credential", models.SET_NULL, null=True, related_name="deliveries"
    )
    step_name = models.CharField(max_length=100, blank=True)
    credential_name = models.CharField(max_length=100, blank=True)
    part = models.CharField(max_length=7, choices=Part.choices, default=Part.MESSAGE)
    # Few have these four: their indexes below hold those few, for every insert pays for each index.
    follows = models.ForeignKey("self", models.CASCADE, null=True, related_name="followed_by", db_index=False)
    carried_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="carries", db_index=False)
    # They go together: an event owes a step one message, and one that repeats nothing would be a second.
    redelivers = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="redeliveries", db_index=False
    )
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.NORMAL)
    is_test = models.BooleanField(default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    message_type = models.CharField(max_length=12)
    body = models.JSONField()
    content_bytes = models.PositiveIntegerField(default=0)
    digest = models.JSONField(default=dict)
    on_ambiguous = models.CharField(max_length=6, default="resend")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=40, choices=Reason.choices, blank=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    reserved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts_count = models.PositiveIntegerField(default=0)
    http_status = models.PositiveSmallIntegerField(null=True)
    errcode = models.IntegerField(null=True)
    errmsg = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "step", "part"],
                condition=models.Q(is_test=False, event__isnull=False, redelivers__isnull=True),
                name="a_step_owes_one_message_for_an_event",
            )
        ]
        indexes = [
            models.Index(
                fields=["lane", "rank", "id"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="delivery_waiting_in_lane",
            ),
            # The pages that people start from ask for these few, whatever waits or was sent.
            models.Index(
                fields=["-created_at"],
                condition=models.Q(state__in=["dead", "held"]),
                name="delivery_missed",
            ),
            models.Index(fields=["state"], condition=models.Q(is_test=True), name="delivery_tests"),
            *(
                models.Index(
                    fields=[few], condition=models.Q(**{f"{few}__isnull": False}), name=f"delivery_{few}"
                )
                for few in ("follows", "carried_by", "redelivers", "requested_by")
            ),
            models.Index(fields=["team", "-id"], name="delivery_of_team"),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.step_name} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("delivery", args=[self.pk])

    @property
    def is_carrier(self) -> bool:
        """Tell whether it is one message for several that waited."""
        return self.rank == Rank.MERGED

    def share_fate(self, state: State, *, reason: str, answer: Answer, now: datetime) -> None:
        """Settle with it what it carries, and a mention that follows it when it will not arrive by itself."""
        if self.is_carrier:
            carriage.settle_carried(self, state, reason=reason, answer=answer, now=now)
        if state in {State.DEAD, State.HELD}:
            self.followed_by.filter(state=State.PENDING).update(state=state, reason=reason)

    def redeliver(self, *, by: User) -> Delivery:
        """Owe it once more: what is held is released, what is dead or was sent becomes a new delivery.

        The text stays the frozen one. Mentions that shared the message's fate come along.

        Raises:
            NotRedeliverableError: while it still waits, or when its credential cannot send it.
        """
        return redelivery.redeliver(self, by=by)
