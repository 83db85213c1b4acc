"""Muting a rule, a pipeline or a robot for a time: nothing is owed meanwhile, and the events say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from notifications.clockwork.turns import writing
from notifications.models.state import State

if TYPE_CHECKING:
    from notifications.models.delivery import DeliveryQuerySet
    from teams.models import User

LONGEST = timedelta(days=30)
FIELDS = ("muted_until", "muted_by")


class CanBeMuted(models.Model):
    """What can be muted until a moment; the mute ends by itself, and nothing is sent late.

    What is owed already goes on unless it is dropped; tests go, and so does what a person sends again.
    """

    NOUN: ClassVar[str]  # as the audit trail's verbs begin

    muted_until = models.DateTimeField(null=True, editable=False)
    # Nobody asks what somebody muted; an index would only cost.
    muted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True

    @property
    def is_muted(self) -> bool:
        # A list asks this of every row: by this machine's clock, not by a question to the database.
        return is_in_force(self.muted_until, now=timezone.now())

    def waiting(self) -> DeliveryQuerySet:
        """Return what is owed because of it and still waits, tests aside."""
        owed: DeliveryQuerySet = self.deliveries.in_line()  # type: ignore[attr-defined]  # each has them
        return owed.filter(state=State.PENDING, is_test=False)

    def mute(self, *, until: datetime, by: User, drops_waiting: bool = False) -> None:
        """Owe nothing because of it until then; muting again moves the end.

        With `drops_waiting` what still waits ends too: as not delivered, with this as the reason.

        Raises:
            ValidationError: at `until`, for a moment that has passed or is over 30 days away.
        """
        require_future(until)
        self._keep("muted", until, by=by)
        if drops_waiting:
            from notifications.models import dropping  # noqa: PLC0415  # it knows lanes, which are muted here

            count = dropping.drop(self.waiting())
            self.record(f"{self.NOUN}.waiting_dropped", by, after={"count": count})

    def unmute(self, *, by: User) -> None:
        """Let it notify again from now on; what was not owed meanwhile stays so."""
        if self.is_muted:
            self._keep("unmuted", None, by=by)

    def record(self, verb: str, by: User, **states: Any) -> None:
        """Leave an entry in the audit trail of each team whose it is."""
        raise NotImplementedError

    def _keep(self, act: str, until: datetime | None, *, by: User) -> None:
        with writing():
            self.refresh_from_db(fields=FIELDS)
            before = {"until": self.muted_until} if self.is_muted else {}
            self.muted_until, self.muted_by = until, by if until else None
            self.save(update_fields=FIELDS)
            self.record(f"{self.NOUN}.{act}", by, before=before, after={"until": until} if until else {})


def is_in_force(until: datetime | None, *, now: datetime) -> bool:
    """Tell whether a mute that ends then still holds; at its last moment it does not."""
    return until is not None and now < until


def require_future(until: datetime) -> None:
    """Let pass a moment to come, at most 30 days away.

    Raises:
        ValidationError: at `until`, with a sentence.
    """
    now = timezone.now()
    if until <= now:
        raise ValidationError({"until": gettext("This moment has passed. Choose one to come.")})
    if until > now + LONGEST:
        sentence = gettext("A mute lasts at most 30 days. Choose an earlier end.")
        raise ValidationError({"until": sentence})
