"""The system gives no more threads: messages wait for a busy one, or in their lanes, and none is lost."""

from __future__ import annotations

import logging
import threading

import pytest

from notifications.delivery import rounds
from notifications.delivery.dispatcher import Dispatcher
from notifications.models import Attempt, Delivery, Lane
from tests.delivery.clockwork import bell_rings_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def refused(monkeypatch):
    """Refuse so many threads to send with: `refused.append(1)` for each; it tells who was refused."""
    begin, left = threading.Thread.start, []

    def start(thread):
        if left and thread.name.startswith("dispatch-send"):
            left.pop()
            raise RuntimeError("can't start new thread")
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    monkeypatch.setattr(rounds, "PAUSE_AFTER_ERROR_SECONDS", 0.01)
    return left


@pytest.fixture
def four():
    made = Dispatcher(threads=4)
    yield made
    made.stop()


def test_without_any_thread_the_message_waits_in_its_lane(wecom, owe, refused, four):
    owe("hello")
    refused += [1, 1, 1]
    four.start()
    wecom.wait_for_messages(1, timeout_seconds=20)
    bell_rings_until(lambda: not four.places.taken)

    assert list(Delivery.objects.values_list("state", "attempts_count")) == [("sent", 1)]
    assert Attempt.objects.get().outcome == "accepted"
    assert four.places.free == 4
    assert four.is_running


def test_it_waits_for_a_busy_thread_where_there_is_one(wecom, owe, register, refused, four, caplog):
    wecom.script("latency", seconds=0.3)
    owe("first")
    four.start()
    wecom.wait_for_calls(1, timeout_seconds=20)
    refused.append(1)
    with caplog.at_level(logging.ERROR):
        owe("second", credential=register("dev"))
        wecom.wait_for_messages(2, timeout_seconds=20)
    bell_rings_until(lambda: not four.places.taken)

    assert [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR] == [
        "One more thread to send with could not be started; 1 go on"
    ]
    assert Lane.objects.filter(lease_until=None).count() == 2
    assert four.is_running
