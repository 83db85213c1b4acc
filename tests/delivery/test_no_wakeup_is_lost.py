from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from credentials.models import Credential, Robot
from notifications.clockwork.wakeup import Bell
from notifications.models import Delivery, Lane
from tests.delivery.clockwork import at
from tests.delivery.side_by_side import drain_until, run

WRITERS, EACH, DRAINERS = 4, 25, 2
ROBOTS, MANY_WRITERS, MANY_DRAINERS = 800, 8, 4


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


@pytest.fixture
def many_robots(ops):
    """As many robots as it takes for an intake and a drain to meet at one of them."""
    robots = Robot.objects.bulk_create(
        Robot(endpoint=ops.endpoint, fingerprint=f"{number:064}") for number in range(ROBOTS)
    )
    return Credential.objects.bulk_create(
        Credential(
            name=f"{robot.pk}", robot=robot, endpoint=ops.endpoint, sealed_key="", is_shared_with_all=True
        )
        for robot in robots
    )


@pytest.mark.postgresql  # SQLite has one writer: there they cannot meet
@pytest.mark.django_db(transaction=True)
def test_two_events_for_each_of_800_robots_are_all_drained_by_others_at_the_same_time(owe, many_robots):
    written = threading.Event()

    def write(number):
        """Two writers go through the same robots; their commits take a while, as on a disk."""
        for credential in many_robots[number // 2 :: MANY_WRITERS // 2]:
            with transaction.atomic(), connection.cursor() as cursor:
                owe("news", credential=credential, now=at(0))
                cursor.execute("SELECT pg_sleep(0.004 * random())")

    def write_all():
        run(*[lambda number=number: write(number) for number in range(MANY_WRITERS)])
        written.set()

    run(write_all, *[lambda: drain_until(written)] * MANY_DRAINERS)
    assert Delivery.objects.filter(state="sent").count() == 2 * ROBOTS
    assert not Lane.objects.exclude(wake_at=None, lease_until=None).exists()
