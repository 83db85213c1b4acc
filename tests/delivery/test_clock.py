from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.utils import timezone

from notifications.clockwork import clock
from tests.delivery.clockwork import NOON


@pytest.mark.django_db
def test_on_one_machine_it_is_the_machines_clock():
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_where_machines_share_a_database_it_is_the_databases(monkeypatch):
    asked = []

    @contextmanager
    def cursor():
        yield SimpleNamespace(execute=asked.append, fetchone=lambda: (NOON,))

    monkeypatch.setattr(clock, "connection", SimpleNamespace(vendor="postgresql", cursor=cursor))
    assert clock.now() == NOON
    assert asked == ["SELECT clock_timestamp()"]
