"""A running product prunes by itself, once a night over all its processes, and stops when it is told to."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications import intake
from notifications.clockwork import clock
from notifications.delivery import heartbeat
from notifications.delivery.nightly import SPREAD_SECONDS, NightlyPruning, seconds_until_night
from notifications.models import DispatcherHeartbeat, Event
from notifications.reports import Report

pytestmark = pytest.mark.django_db(transaction=True)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def old(web):
    """Remember an event of a hundred days ago."""
    said = Report(source="api", pipeline="web", run="1", status="failed")
    event = intake.receive(said, pipeline=web, reporter="token ci").event
    Event.objects.update(received_at=clock.now() - timedelta(days=100))
    return event


@pytest.mark.parametrize(
    ("hour", "minute", "hours"), [(3, 29, 1 / 60), (3, 30, 24), (23, 30, 4), (0, 0, 3.5)]
)
def test_the_night_begins_at_half_past_three(hour, minute, hours):
    sleep = seconds_until_night(datetime(2026, 11, 25, hour, minute, tzinfo=SHANGHAI))

    assert 0 <= sleep - hours * 3600 <= SPREAD_SECONDS


def test_the_first_process_prunes(old):
    heartbeat.beat(now=clock.now())

    NightlyPruning().prune()

    assert not Event.objects.exists()


def test_another_leaves_it_to_the_first(old):
    heartbeat.beat(now=clock.now())
    DispatcherHeartbeat.objects.create(process="!first:1", seen_at=clock.now())

    NightlyPruning().prune()

    assert Event.objects.get() == old


def test_the_first_that_died_is_no_longer_it(old):
    heartbeat.beat(now=clock.now())
    DispatcherHeartbeat.objects.create(process="!first:1", seen_at=clock.now() - timedelta(minutes=1))

    NightlyPruning().prune()

    assert not Event.objects.exists()


def test_what_stops_deletes_nothing_more(old):
    heartbeat.beat(now=clock.now())
    nightly = NightlyPruning()
    nightly.start()
    nightly.stop()

    nightly.prune()

    assert Event.objects.get() == old


def test_a_setting_that_keeps_nothing_is_told_and_deletes_nothing(old, settings, caplog):
    heartbeat.beat(now=clock.now())
    settings.RETENTION_DAYS_EVENTS = 0

    NightlyPruning().prune()

    assert "Nothing was pruned. RETENTION_DAYS_EVENTS is 0: set it to 1 or more days." in caplog.text
    assert Event.objects.get() == old
