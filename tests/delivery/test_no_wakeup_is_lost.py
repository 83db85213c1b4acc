from __future__ import annotations

import threading

import pytest
from django.db import connections

from notifications.clockwork.wakeup import Bell
from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import ACCEPTED, at

WRITERS, EACH, DRAINERS = 4, 25, 2


def test_a_ring_before_the_wait_is_heard():
    bell = Bell()
    since = bell.count
    bell.ring()
    assert bell.wait(since, timeout_seconds=0)
    assert not bell.wait(bell.count, timeout_seconds=0)


def test_a_ring_ends_the_wait_of_everybody():
    bell, heard = Bell(), []
    since = bell.count
    waiting = [
        threading.Thread(target=lambda: heard.append(bell.wait(since, timeout_seconds=5))) for _ in range(3)
    ]
    for thread in waiting:
        thread.start()
    bell.ring()
    for thread in waiting:
        thread.join()
    assert heard == [True, True, True]


def run(*works):
    """Run the works side by side, each with a database connection of its own; raise what they raise."""
    faults = []

    def guarded(work):
        try:
            work()
        except Exception as fault:  # noqa: BLE001  # told to the test below
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def drain_until(no_more):
    """Claim and send what is due until nothing is and nothing more will come."""
    while True:
        is_the_last_look = no_more.is_set()
        found = claim(now=at(1), limit=4)
        for following in found:
            while following:
                following = settle(following, ACCEPTED, now=at(1))  # noqa: PLW2901  # the lane's next one
        if is_the_last_look and not found:
            return


@pytest.mark.django_db(transaction=True)
def test_intakes_and_drains_that_race_forget_no_delivery(owe, register, settings):
    settings.LANE_BURST = WRITERS * EACH
    robots = [register(f"{number}") for number in range(4)]
    written = threading.Event()

    def write():
        for number in range(EACH):
            owe("news", credential=robots[number % len(robots)], now=at(0))

    def write_all():
        run(*[write] * WRITERS)
        written.set()

    run(write_all, *[lambda: drain_until(written)] * DRAINERS)
    assert Delivery.objects.filter(state="sent").count() == WRITERS * EACH
    assert not Lane.objects.exclude(wake_at=None, lease_until=None).exists()
