"""Playing a robot's lane by hand: the test holds the clock and says what came back."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from credentials.answers import Answer
from credentials.outcomes import Outcome
from notifications.clockwork.wakeup import bell
from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ACCEPTED = Answer(outcome=Outcome.ACCEPTED, http_status=200, errcode=0, errmsg="ok", duration_ms=12)


def at(seconds):
    """Return the time so many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def seconds(moment):
    """Return how many seconds after noon it is, to the second."""
    return round((moment - NOON).total_seconds())


def outcome(kind, **more):
    return Answer(outcome=Outcome(kind), **more)


def take(now):
    """Claim the one lane that is due."""
    (reservation,) = claim(now=now, limit=10)
    return reservation


def nothing_due(now):
    return claim(now=now, limit=10) == []


def send(now, answer=ACCEPTED, *, goes_on=True, lasts=0.1):
    """Claim the one lane that is due, call, settle; return the delivery and the next reservation."""
    reservation = take(now)
    following = settle(reservation, answer, now=now + timedelta(seconds=lasts), goes_on=goes_on)
    reservation.delivery.refresh_from_db()
    return reservation.delivery, following


def text_of(delivery):
    return delivery.body["text"]["content"]


def bell_rings_until(it_is_so, timeout_seconds=10):
    """Look each time a dispatcher in another thread rang, or now and then, until it is so."""
    deadline = time.monotonic() + timeout_seconds
    while not it_is_so():
        assert time.monotonic() < deadline, "It did not happen in time."
        bell.wait(bell.count, timeout_seconds=0.05)
