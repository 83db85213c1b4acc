"""What came back, written down: the attempt, the message's state, the lane's, and the next reservation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction

from credentials.answers import Answer
from notifications.clockwork import clock
from notifications.clockwork.turns import writing
from notifications.clockwork.wakeup import wake_after_commit, wake_this_process_after_commit
from notifications.delivery import attempts, backoff, rulings, statements, transitions
from notifications.delivery.attempts import conclude
from notifications.delivery.judging import judge
from notifications.delivery.lanes import Reservation, reserve
from notifications.delivery.rulings import Ruling
from notifications.delivery.settlements import announce
from notifications.delivery.transitions import Breaker
from notifications.models import Delivery, Lane
from notifications.models.carriage import take_apart
from notifications.models.delivery import Rank, State
from notifications.models.lane import Hold
from notifications.models.reason import Reason


def settle(
    reservation: Reservation, answer: Answer, *, now: datetime, goes_on: bool = True
) -> Reservation | None:
    """Write down what came back and, unless the dispatcher stops, reserve the lane's next message at once.

    Fenced: who lost the lease changes only facts, which are the attempt and that a message was accepted.
    """
    delivery = reservation.delivery
    ruling = rulings.rule(answer.outcome, is_test=delivery.is_test, on_ambiguous=delivery.on_ambiguous)
    began_at = clock.uptime()
    with writing():
        lane = statements.lock(delivery.lane_id)
        is_ours = lane.lease_token == reservation.lease_token
        _write(reservation, ruling, answer, is_ours=is_ours, now=now)
        if not is_ours:
            return None
        before = Breaker.of(lane)
        judge(lane, ruling, now=now)
        transitions.note(lane, before=before, answer=answer, now=now)
        if ruling.is_failure:
            _give_up(lane, now=now)
        following = _go_on(lane, goes_on=goes_on and reservation.sends_left > 1, now=now)
    if following is None:
        return None
    sends_left = reservation.sends_left - 1
    return replace(reservation, delivery=following, sends_left=sends_left, made_at=began_at)


def give_back(reservation: Reservation, *, now: datetime) -> None:
    """Let a message wait again that was reserved and certainly not sent; fenced as `settle` is."""
    with writing():
        lane = statements.lock(reservation.delivery.lane_id)
        if lane.lease_token != reservation.lease_token:
            return
        sending = Delivery.objects.filter(pk=reservation.delivery.pk, state=State.SENDING)
        sending.update(state=State.PENDING)
        lane.let_go(wake_at=now)
        statements.keep(lane)
        wake_after_commit()


def _write(reservation: Reservation, ruling: Ruling, answer: Answer, *, is_ours: bool, now: datetime) -> None:
    delivery = reservation.delivery
    calls = attempts.calls(delivery, answer)
    if is_ours or ruling.state == State.SENT:
        reason = "" if ruling.state == State.SENT else Reason(answer.outcome.value)
        is_there = conclude(delivery, ruling.state, reason=reason, answer=answer, now=now, calls=calls)
    else:
        is_there = statements.count(delivery, calls)
    if is_there:  # it may have gone with its event during the call
        attempts.record(delivery, answer, calls=calls, lease_token=reservation.lease_token, now=now)
    transaction.on_commit(partial(announce, delivery.pk))


def _give_up(lane: Lane, *, now: datetime) -> None:
    """End what is owed for 24 hours to a robot that failed for all of them; younger messages go on.

    What a robot that is gone is owed is kept: its key can be replaced.
    """
    since = now - backoff.GIVE_UP_AFTER
    if lane.failing_since is None or lane.failing_since > since or lane.breaker_reason == Hold.DEAD_ROBOT:
        return
    waiting = Delivery.objects.open().filter(lane=lane, state=State.PENDING, is_test=False)
    old = waiting.order_by().filter(due_at__lte=since)
    take_apart(old.filter(rank=Rank.MERGED))  # of what it carries some may be younger
    old.update(state=State.DEAD, reason=Reason.GAVE_UP)


def _go_on(lane: Lane, *, goes_on: bool, now: datetime) -> Delivery | None:
    following = None
    if goes_on:
        lane.renew(now)
        following = reserve(lane, now=now)
    else:
        lane.let_go(wake_at=now)
    statements.keep(lane)
    if following is None and lane.wake_at:
        # It has an alarm the sleeping dispatcher does not know; one that rings now is everybody's.
        (wake_after_commit if lane.wake_at <= now else wake_this_process_after_commit)()
    return following
