"""A full page of a list has at most 700 elements, which a phone draws at once."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from notifications.models import Delivery, Lane, Step
from notifications.models.delivery import State
from notifications.views import deliveries, queues, step_list

MOST_ELEMENTS = 700
ROWS = 51


@pytest.fixture
def crowd(shop, register, report, web):
    """Make more rules, queues and deliveries than one page shows, each with all that a row usually has."""
    now = timezone.now()
    for number in range(ROWS):
        robot = register(f"Group {number}", teams=[shop])
        robot.last_outcome, robot.last_used_at, robot.last_errcode = "accepted", now, 0
        robot.save()
        Step.objects.create(
            team=shop, pipeline=web, name=f"Rule {number}", credential=robot, events=["failed"]
        )
    report(task="build")
    Delivery.objects.filter(pk__in=Delivery.objects.values("pk")[:ROWS]).update(errcode=0)
    Lane.objects.update(failures=1, failing_since=now, hold_reason="backoff", hold_until=now)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/", step_list.ROWS_PER_PAGE),
        ("/deliveries/", deliveries.ROWS_PER_PAGE),
        ("/queues/", queues.ROWS_PER_PAGE),
        ("/credentials/", 0),
        ("/pipelines/", 0),
    ],
)
def test_a_full_page_has_few_elements(as_user, alice, crowd, address, rows, state):
    Delivery.objects.update(state=state)

    page = as_user(alice).get(address).content.decode()

    assert page.count("<tr>") > rows
    assert len(re.findall(r"<[a-z]", page)) <= MOST_ELEMENTS
