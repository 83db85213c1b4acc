from __future__ import annotations

import pytest

from notifications import history
from notifications.models import Delivery, Event, Lane
from tests.delivery.clockwork import NOON, at

pytestmark = pytest.mark.django_db


def test_the_head_of_a_lane_is_found_by_the_index_of_what_waits(ops):
    plan = Delivery.objects.open().filter(lane=ops.robot_id).explain()
    assert "delivery_waiting_in_lane" in plan
    assert "TEMP B-TREE" not in plan


def test_lanes_that_are_due_are_found_by_their_alarm():
    assert "lane_with_an_alarm" in Lane.objects.due(at(0)).explain()


@pytest.mark.parametrize("run_number", [7, None])
def test_the_result_before_is_found_by_its_index(web, run_number):
    event = Event(pipeline=web, task="t", branch="b", run_number=run_number, occurred_at=NOON)
    assert "event_previous_run" in history._before(event).explain()
