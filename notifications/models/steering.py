"""What people do to a queue: pause it, let it go on, have it tried or sent as one now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext

from credentials.models import Credential
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit
from teams.models import AuditEntry
from teams.refused import Refused

if TYPE_CHECKING:
    from notifications.models.lane import Lane
    from teams.models import User

LIMITED = "rate_limited"


def pause(lane: Lane, *, by: User) -> None:
    """See `Lane.pause`; one that is paused already keeps its time and its person."""
    with _steered(lane):
        if lane.paused_at:
            return
        lane.paused_at, lane.paused_by = clock.now(), by
        lane.save(update_fields=["paused_at", "paused_by"])
        record("lane.paused", lane, by=by)


def resume(lane: Lane, *, by: User) -> None:
    """See `Lane.resume`."""
    with _steered(lane):
        if not lane.paused_at:
            return
        before = {"paused_at": lane.paused_at}
        lane.paused_at = lane.paused_by = None
        lane.save(update_fields=["paused_at", "paused_by"])
        _wake(lane)
        record("lane.resumed", lane, by=by, before=before)


def try_now(lane: Lane, *, by: User) -> None:
    """See `Lane.try_now`; the breaker stays open until the robot answers."""
    with _steered(lane):
        if lane.paused_at:
            raise Refused(gettext("This queue is paused. Resume it, then it is tried by itself."))
        held_until = lane.held_until(clock.now(), for_test=False)
        if held_until and lane.hold_reason == LIMITED:
            moment = f"{timezone.localtime(held_until):%H:%M:%S}"
            sentence = gettext("WeCom's limit holds this queue; it goes on by itself at %(time)s.")
            raise Refused(sentence % {"time": moment})
        if held_until is None:
            return
        before = {"hold": lane.hold_reason, "until": held_until}
        lane.hold_until, lane.hold_reason = None, ""
        lane.save(update_fields=["hold_until", "hold_reason"])
        _wake(lane)
        record("lane.tried", lane, by=by, before=before)


def flush(lane: Lane, *, by: User) -> None:
    """See `Lane.flush`; WeCom's own limit is never lifted."""
    with _steered(lane):
        before: dict[str, Any] = {"paused_at": lane.paused_at} if lane.paused_at else {}
        if lane.held_until(clock.now(), for_test=False) and lane.hold_reason != LIMITED:
            before |= {"hold": lane.hold_reason, "until": lane.hold_until}
            lane.hold_until, lane.hold_reason = None, ""
        lane.flushed_at = clock.now()
        lane.paused_at = lane.paused_by = None
        lane.save(update_fields=["flushed_at", "paused_at", "paused_by", "hold_until", "hold_reason"])
        _wake(lane)
        record("lane.flushed", lane, by=by, before=before)


@contextmanager
def _steered(lane: Lane) -> Iterator[None]:
    """Lock the lane and read it again: a dispatcher writes the same row."""
    with writing():
        lane.refresh_from_db(from_queryset=type(lane).objects.locked())
        yield


def _wake(lane: Lane) -> None:
    """Have the lane looked at now; without anything to send it goes back to sleep."""
    type(lane).objects.arm([lane], now=clock.now(), at_once=True)
    wake_after_commit()


def record(verb: str, lane: Lane, *, by: User, **states: Any) -> None:
    """See `Lane.record`."""
    kept: dict[Any, list[Credential]] = {}
    for credential in Credential.objects.filter(robot=lane.pk).select_related("owning_team"):
        kept.setdefault(credential.owning_team, []).append(credential)
    for team, credentials in kept.items():
        target = ", ".join(credential.name for credential in credentials)
        AuditEntry.record(actor=by, verb=verb, target=target, team=team, **states)
