from __future__ import annotations

import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.utils import timezone

from notifications.clockwork import clock
from notifications.models import Lane
from tests.delivery.clockwork import NOON, at, nothing_due, send, text_of


@pytest.mark.sqlite
@pytest.mark.django_db
def test_on_one_machine_it_is_the_machines_clock():
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_where_machines_share_a_database_it_is_the_databases(monkeypatch):
    asked = []

    @contextmanager
    def cursor():
        yield SimpleNamespace(execute=asked.append, fetchone=lambda: (NOON,))

    monkeypatch.setattr(clock, "_last", None)
    monkeypatch.setattr(clock.engine, "is_postgresql", lambda: True)
    monkeypatch.setattr(clock, "connection", SimpleNamespace(cursor=cursor))
    assert clock.now() == NOON
    assert asked == ["SELECT clock_timestamp()"]


@pytest.mark.parametrize("has_it", [True, False])
def test_the_clock_that_nobody_sets_goes_on(monkeypatch, has_it):
    if not has_it:
        monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    before = clock.uptime()
    assert before <= clock.uptime() < before + HOUR_SECONDS


HOUR_SECONDS = 3600


@pytest.mark.django_db
def test_a_clock_set_back_starves_no_lane(owe):
    owe(*[str(number) for number in range(10)])
    for number in range(8):
        send(at(HOUR_SECONDS + 0.2 * number), goes_on=False)
    Lane.objects.update(wake_at=at(0))
    assert nothing_due(at(0))
    delivery, _ = send(at(6))
    assert (text_of(delivery), delivery.state) == ("8", "sent")
