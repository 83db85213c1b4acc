"""On PostgreSQL everybody locks pipelines, then lanes by number, then credentials: none wait in a circle."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

import pytest
from django.db import transaction

from notifications import intake
from notifications.clockwork import clock
from notifications.delivery import disabling, hints, lanes, settling, statements
from notifications.incoming import Incoming
from notifications.models import Delivery, Lane, Pipeline, Step
from notifications.models.redelivering_many import redeliver_many
from notifications.reports import Report
from tests.delivery.clockwork import ACCEPTED, outcome
from tests.delivery.side_by_side import run, wait_until_somebody_waits_for_a_lock

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def while_a_lane_is_settled():
    """Do a work while another thread holds a lane, which then notes its credential's use."""

    def done(credential, work):
        holds = threading.Event()

        def settle():
            with transaction.atomic():
                statements.lock(credential.robot_id)
                holds.set()
                wait_until_somebody_waits_for_a_lock()
                credential.record_use(outcome("busy"))

        def work_meanwhile():
            holds.wait(10)
            work()

        run(settle, work_meanwhile)

    return done


def test_a_key_is_replaced_while_its_lane_is_settled(ops, owe, wecom, root, while_a_lane_is_settled):
    (waiting,) = owe("hello")
    new = wecom.webhook_url(wecom.add_robot(group="new"))
    replacing = type(ops).objects.get(pk=ops.pk)
    while_a_lane_is_settled(ops, lambda: replacing.replace_key(new, by=root))
    waiting.refresh_from_db()
    assert waiting.lane_id == replacing.robot_id != ops.robot_id


def test_a_robots_credentials_are_disabled_while_its_lane_is_settled(ops, owe, while_a_lane_is_settled):
    (waiting,) = owe("hello")
    now = clock.now()
    Lane.objects.update(
        breaker_opened_at=now - timedelta(days=6), breaker_reason="dead_robot",
        hold_reason="dead_robot", hold_until=now + timedelta(minutes=9),
    )  # fmt: skip
    while_a_lane_is_settled(ops, lambda: disabling.disable_dead(now=now))
    waiting.refresh_from_db()
    assert waiting.state == "held"


@pytest.fixture
def busy(shop, register):
    """Four pipelines, each of which tells all of four robots."""
    robots = [register(f"{number}") for number in range(4)]
    pipelines = [Pipeline.objects.create(team=shop, identifier=f"p{number}") for number in range(4)]
    for pipeline in pipelines:
        for credential in robots:
            Step.objects.create(team=shop, pipeline=pipeline, name="s", credential=credential)
    return pipelines, robots


def drained():
    now = clock.now()
    for reserved in lanes.claim(now=now, limit=3):
        following = reserved
        while following:
            following = settling.settle(following, random.choice([ACCEPTED, outcome("refused")]), now=now)


def test_whatever_happens_at_once_nobody_is_made_to_give_up(busy, wecom, root, settings):
    settings.LANE_BURST = 1000
    pipelines, robots = busy
    runs = iter(range(10_000))

    def report():
        for _ in range(12):
            some = random.sample(pipelines, k=3)
            reports = [Report(source="api", pipeline="", run=f"{next(runs)}", status="failed") for _ in some]
            asked = [
                Incoming(report=each, pipeline=pipeline, reporter="ci")
                for each, pipeline in zip(reports, some, strict=True)
            ]
            assert all(isinstance(each, intake.Receipt) for each in intake.receive_many(asked))

    def replace():
        for credential in random.choices(robots, k=8):
            key = wecom.webhook_url(wecom.add_robot(group="new"))
            type(credential).objects.get(pk=credential.pk).replace_key(key, by=root)

    def send_again():
        for _ in range(8):
            redeliver_many(Delivery.objects.filter(state="dead"), by=root)
            hints.give_back(hints.lease(now=clock.now(), limit=4))

    run(report, report, report, replace, replace, send_again, *[lambda: [drained() for _ in range(30)]] * 3)
    assert Delivery.objects.exclude(credential=None).count() >= 3 * 12 * 3 * 4
