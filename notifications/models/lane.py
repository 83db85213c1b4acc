from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from credentials.models import Credential
from notifications import many, rows
from notifications.models import steering
from notifications.models.muting import CanBeMuted
from notifications.rows import Columns

if TYPE_CHECKING:
    from teams.models import User

LEASE = timedelta(seconds=16)  # longer than connect (3 s) and read (10 s) together
LONGEST_WAIT = timedelta(minutes=31)  # nothing is ever held longer than half an hour at a time
SLOW_FOR = timedelta(hours=1)


class Hold(models.TextChoices):
    """Why a lane waits longer than its rate alone would make it."""

    LIMITED = "rate_limited", _("WeCom said this robot got too many messages")
    BACKOFF = "backoff", _("The last attempts failed; it is tried again by itself")
    FAILING = "failing", _("Nothing but failures for half an hour; one message is tried every 30 minutes")
    DEAD_ROBOT = "dead_robot", _("WeCom says the robot is gone")
    KEY = "key_unavailable", _("The credential's key cannot be opened")


class LaneQuerySet(models.QuerySet["Lane"]):
    def visible_to(self, user: User) -> Self:
        """Return the queues of the robots whose credentials this person's teams may use."""
        return self.filter(robot__in=Credential.objects.visible_to(user).order_by().values("robot"))

    def locked(self) -> Self:
        """Lock the lanes, in one order for everybody, until the transaction ends."""
        return self.select_for_update(no_key=True).order_by("pk")

    def ready(self, robot_ids: Collection[int]) -> list[Lane]:
        """Lock these robots' lanes and make the missing ones; hold them while deliveries are added."""
        if not robot_ids:
            return []
        lanes = _locked(robot_ids)
        if missing := set(robot_ids) - {lane.pk for lane in lanes}:
            Lane.objects.bulk_create(
                [Lane(pk=robot_id) for robot_id in sorted(missing)], ignore_conflicts=True
            )
            lanes = _locked(robot_ids)
        return lanes

    def arm(self, lanes: Collection[Lane], *, now: datetime, at_once: bool = False) -> bool:
        """Set the alarm of lanes that `ready` locked; `at_once` even where it was set for later.

        Tell whether there was one to set. Without the lock a dispatcher could see an empty lane and switch
        the alarm off between our insert and our commit, and the delivery would be forgotten.
        """
        asleep = [lane.pk for lane in lanes if lane.wake_at is None or (at_once and lane.wake_at > now)]
        if asleep:
            ids, parameters = many.among(asleep)
            rows.run(ARM % {"ids": ids}, [rows.moment(now), *parameters])
        return bool(asleep)


class Lane(CanBeMuted):
    """A robot's queue: order, rate, pauses, breaker. A narrow row, for it changes with every message."""

    NOUN = "lane"

    robot = models.OneToOneField("credentials.Robot", models.PROTECT, primary_key=True, related_name="lane")
    wake_at = models.DateTimeField(null=True)
    hold_until = models.DateTimeField(null=True)
    hold_reason = models.CharField(max_length=20, choices=Hold.choices, blank=True)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.BigIntegerField(default=0)
    tokens = models.FloatField(null=True)
    tokens_at = models.DateTimeField(null=True)
    limited_at = models.JSONField(default=list)  # when WeCom's limit refused it last, as ISO 8601 texts
    slow_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    breaker_opened_at = models.DateTimeField(null=True)
    breaker_reason = models.CharField(max_length=20, choices=Hold.choices, blank=True)
    flushed_at = models.DateTimeField(null=True)  # what was owed by then goes in as few messages as can be
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = LaneQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name="lane_with_an_alarm"
            ),
            models.Index(
                fields=["breaker_opened_at"],
                condition=models.Q(breaker_opened_at__isnull=False),
                name="lane_with_an_open_breaker",
            ),
        ]

    def __str__(self) -> str:
        return f"lane {self.pk}"

    def lease(self, now: datetime) -> None:
        """Take the lane; the token fences off whoever held it before."""
        self.renew(now)
        self.lease_token += 1

    def renew(self, now: datetime) -> None:
        """Keep the lane for one more call."""
        self.lease_until = now + LEASE

    def let_go(self, *, wake_at: datetime | None) -> None:
        """Give the lane back, to be looked at again at `wake_at`, or never without an alarm."""
        self.lease_until = None
        self.wake_at = wake_at

    def hold(self, reason: Hold, *, until: datetime) -> None:
        self.hold_reason = reason
        self.hold_until = until

    def held_until(self, now: datetime, *, for_test: bool) -> datetime | None:
        """Return until when this lane sends nothing; a test waits for WeCom's own limit only."""
        if self.hold_until is None or not now < self.hold_until < now + LONGEST_WAIT:
            return None
        return None if for_test and self.hold_reason != Hold.LIMITED else self.hold_until

    def slowed_until(self, now: datetime) -> datetime | None:
        """Return until when it goes at half its rate, because something else uses the robot."""
        is_slow = self.slow_until and now < self.slow_until <= now + SLOW_FOR
        return self.slow_until if is_slow else None

    def is_flushing(self, due_at: datetime) -> bool:
        """Tell whether somebody asked that what was owed then goes with all else, crowded or not."""
        return self.flushed_at is not None and due_at <= self.flushed_at

    def locked_out_until(self, now: datetime) -> datetime | None:
        """Return when a credential whose key could not be opened is tried again, while it is not."""
        return self.held_until(now, for_test=False) if self.hold_reason == Hold.KEY else None

    def answered(self) -> None:
        """Forget failures: the robot lives."""
        self.failures = 0
        self.failing_since = self.breaker_opened_at = None
        self.breaker_reason = ""
        if self.hold_reason != Hold.KEY:  # another credential's key stays closed
            self.hold_until, self.hold_reason = None, ""

    def pause(self, *, by: User) -> None:
        """Send nothing but tests from this queue until it is resumed; what is in flight arrives."""
        steering.pause(self, by=by)

    def resume(self, *, by: User) -> None:
        """Let a paused queue go on where it stood."""
        steering.resume(self, by=by)

    def try_now(self, *, by: User) -> None:
        """Lift the hold for one try of the first message; a failure holds the queue again.

        Raises:
            Refused: while it is paused, and while WeCom's own limit holds it.
        """
        steering.try_now(self, by=by)

    def flush(self, *, by: User) -> None:
        """Have all that waits go now as one message, or as few as one team and credential each allow.

        A paused queue is resumed. Urgent ones and tests still go before, alone; all at the robot's rate.
        """
        steering.flush(self, by=by)

    def record(self, verb: str, by: User, **states: Any) -> None:
        """Tell each team whose credential this robot serves, by the names of its own credentials only."""
        steering.record(verb, self, by=by, **states)


ALARM = Columns(Lane, only=["robot", "wake_at"])
ALARMS = f"SELECT {ALARM.of('lane')} FROM {ALARM.table} lane WHERE robot_id %(ids)s ORDER BY robot_id"  # noqa: S608
ARM = f"UPDATE {ALARM.table} SET wake_at = %%s WHERE robot_id %(ids)s"  # noqa: S608  # no value in it


def _locked(robot_ids: Collection[int]) -> list[Lane]:
    """Lock lanes, in one order for everybody; their alarms alone are read."""
    ids, parameters = many.among(robot_ids)
    return ALARM.read_all(rows.select(ALARMS % {"ids": ids} + rows.locking(), parameters))
