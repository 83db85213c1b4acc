"""The ticker hands out what is due while a worker answers, and keeps quiet while none does."""

from __future__ import annotations

import threading

import pytest

from notifications.clockwork import clock
from notifications.clockwork.wakeup import bell
from notifications.delivery import heartbeat, hints
from notifications.delivery.ticking import Ticker
from notifications.models import DispatcherHeartbeat, Lane
from notifications.models.heartbeat import Role
from notifications.readiness import role_seen
from tests.delivery.clockwork import bell_rings_until

pytestmark = pytest.mark.django_db(transaction=True)


class Broker:
    """Takes hints and knocks away at once, or answers nothing, or is down."""

    def __init__(self) -> None:
        self.hints = []
        self.knocks = 0
        self.has_worker = True
        self.is_down = False

    def hand_out(self, hint) -> None:
        if self.is_down:
            raise ConnectionRefusedError
        self.hints.append(hint)

    def knock(self) -> None:
        self.knocks += 1
        if self.has_worker:
            DispatcherHeartbeat.objects.update_or_create(
                process="worker:1", defaults={"role": Role.CELERY_WORKER, "seen_at": clock.now()}
            )


@pytest.fixture
def broker():
    return Broker()


@pytest.fixture
def started(broker):
    """Start a ticker; whatever comes of the test, it is stopped."""
    made = []

    def start():
        made.append(Ticker(hand_out=broker.hand_out, knock=broker.knock))
        made[-1].start()
        return made[-1]

    yield start
    for each in made:
        each.stop()


@pytest.fixture
def ticker(started):
    return started()


def test_what_is_due_is_handed_out_once(owe, broker, ticker):
    owe("hello", now=clock.now())
    bell.ring()

    bell_rings_until(lambda: broker.hints)
    lane = Lane.objects.get()

    assert [(hint.lane, hint.lease_token) for hint in broker.hints] == [(lane.pk, lane.lease_token)]


def test_two_tickers_never_lease_one_lane_for_two(owe, broker, ticker, started):
    second = started()
    owe("hello", now=clock.now())
    bell_rings_until(lambda: broker.hints)
    second.stop()

    assert len(broker.hints) == 1


def test_without_a_worker_nothing_is_leased(owe, broker, started):
    broker.has_worker = False
    owe("hello", now=clock.now())
    ticker = started()

    bell_rings_until(lambda: broker.knocks == 1 and role_seen(Role.TICKER, within_seconds=30))
    ticker.stop()

    assert (broker.hints, Lane.objects.get().lease_until) == ([], None)


def test_the_first_sign_of_a_worker_starts_it(owe, broker, started):
    broker.has_worker = False
    owe("hello", now=clock.now())
    ticker = started()
    bell_rings_until(lambda: broker.knocks == 1)

    heartbeat.beat(now=clock.now(), role=Role.CELERY_WORKER)
    DispatcherHeartbeat.objects.filter(role=Role.CELERY_WORKER).update(process="worker:1")

    bell_rings_until(lambda: broker.hints)
    ticker.stop()


def test_what_the_broker_does_not_take_is_given_back_and_tried_again(owe, broker, started, caplog):
    broker.is_down = True
    owe("hello", now=clock.now())
    ticker = started()
    bell_rings_until(lambda: "Lanes could not be claimed; it is tried again" in caplog.text)
    bell_rings_until(lambda: Lane.objects.get().lease_until is None)  # any ring makes it try once more

    broker.is_down = False
    bell_rings_until(lambda: broker.hints)
    ticker.stop()

    assert broker.knocks >= 2


def test_a_ticker_that_stops_takes_its_sign_of_life_back(started):
    ticker = started()
    bell_rings_until(lambda: role_seen(Role.TICKER, within_seconds=30))

    ticker.stop()

    assert not role_seen(Role.TICKER, within_seconds=30)
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("ticker")] == []


def test_ticker_and_workers_drain_together(owe, wecom, broker, ticker):
    owe("hello", now=clock.now())
    bell_rings_until(lambda: broker.hints)

    hints.drain(broker.hints[0], goes_on=lambda: True)

    assert [message.content for message in wecom.messages()] == ["hello"]
