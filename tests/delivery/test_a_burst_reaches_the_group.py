"""60 events for one robot that takes 20 messages a minute, by the real dispatcher and a real robot."""

from __future__ import annotations

import re
import time

import pytest

from notifications import intake
from notifications.models import Attempt, Delivery
from notifications.reports import Report
from tests.delivery.clockwork import bell_rings_until

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = 60
RUN = re.compile(r"#(\d+)(?:–#(\d+))?")


def runs_in(text):
    """Return the runs a message tells of; `#3–#5` are three."""
    ranges = [(int(first), int(last or first)) for first, last in RUN.findall(text)]
    return [run for first, last in ranges for run in range(first, last + 1)]


def test_sixty_events_at_once_are_all_told_within_seconds(wecom, step, web, dispatcher):
    began = time.monotonic()
    for run in range(EVENTS):
        report = Report(source="api", pipeline="web", run=f"{run}", status="failed")
        intake.receive(report, pipeline=web, reporter="token ci")
    bell_rings_until(lambda: not Delivery.objects.exclude(state="sent").exists(), timeout_seconds=20)
    took = time.monotonic() - began
    told = [run for message in wecom.messages() for run in runs_in(message.content)]
    print(f"{EVENTS} events, {len(wecom.messages())} messages, last news after {took:.1f} s")
    assert sorted(told) == list(range(EVENTS))
    assert {*Attempt.objects.values_list("errcode", flat=True)} == {0}
    assert Delivery.objects.filter(carried_by__isnull=False).count() > EVENTS / 2
    assert took < 10
