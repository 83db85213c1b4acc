from __future__ import annotations

import pytest
from django.db import connection

from notifications import history, rows
from notifications.delivery import statements
from notifications.delivery.statements import PassedOver
from notifications.models import Event, Lane
from tests.delivery.clockwork import NOON, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_table_is_too_small():
    """Have PostgreSQL name the index it could use, for it reads small tables as they lie."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")


@pytest.fixture
def plans(monkeypatch):
    """Collect how the database means to find what the statements of the hot path ask for."""
    found = []

    def explained(statement, parameters):
        prefix = connection.ops.explain_query_prefix()
        found.append("\n".join(str(row) for row in ask(f"{prefix} {statement}", parameters)))
        return ask(statement, parameters)

    ask = rows.select
    monkeypatch.setattr(rows, "select", explained)
    return found


def test_the_head_of_a_lane_is_found_by_the_index_of_what_waits(ops, owe, plans):
    owe("hello")
    statements.head(Lane.objects.get(), may_send=8, passing_over=PassedOver())
    plan = plans[-1]
    assert plan.count("delivery_waiting_in_lane") == 2
    assert "TEMP B-TREE" not in plan


def test_lanes_that_are_due_are_found_by_their_alarm(plans):
    statements.is_any_due(at(0))
    statements.lock_due(at(0), limit=1)
    statements.next_alarm(at(0))
    assert all("lane_with_an_alarm" in plan for plan in plans)
    assert len(plans) == 3


@pytest.mark.parametrize("is_earlier", [True, False])
@pytest.mark.parametrize(("run_number", "index"), [(7, "previous_run"), (None, "previous_moment")])
def test_the_result_before_and_behind_is_found_by_its_index(web, plans, run_number, index, is_earlier):
    event = Event(pipeline=web, status="failed", task="t", run_number=run_number, occurred_at=NOON)
    history.neighbours([event], earlier=is_earlier)
    (plan,) = plans
    assert f"event_{index}" in plan
    assert "SCAN e" not in plan
    assert "B-TREE" not in plan  # nothing is sorted, however many there are
    assert "Sort" not in plan
