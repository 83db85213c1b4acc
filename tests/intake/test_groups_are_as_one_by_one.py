"""Whatever comes together is told exactly as if it had come one after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications import intake
from notifications.models import Delivery, Pipeline
from tests.intake.conftest import incoming

pytestmark = pytest.mark.django_db

NOON = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
STATUSES = ["running", "waiting", "succeeded", "failed", "canceled", "skipped", "unknown"]
MOMENTS = st.none() | st.integers(0, 3).map(lambda minutes: NOON + timedelta(minutes=minutes))
REPORTS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(STATUSES),
        "run": st.sampled_from(["1", "2", "3", "a1", "b2"]),
        "attempt": st.integers(1, 2),
        "task": st.sampled_from(["", "build"]),
        "branch": st.sampled_from(["main", "dev"]),
        "finished_at": MOMENTS,
        "idempotency_key": st.sampled_from(["", "", "k1", "k2"]),
    }
)
FEW = st.lists(st.tuples(st.booleans(), REPORTS), max_size=4)
MANY = st.lists(st.tuples(st.booleans(), REPORTS), min_size=2, max_size=12)


@pytest.fixture
def pipelines(add_step, web, shop):
    """Two pipelines, and rules that ask for the run before."""
    add_step(name="results", events=["failed", "succeeded", "recovered"], pipeline=None)
    add_step(name="changes", events=["failed", "succeeded", "canceled", "skipped"], only_on_change=True)
    add_step(name="recoveries", events=["recovered"], mention_all=True)
    add_step(name="builds", events=["started", "failed"], task="build", urgent=True)
    return web, Pipeline.objects.create(team=shop, identifier="api", name="Api")


def told(receipts):
    """Return what became of reports, in words that do not depend on keys and clocks."""
    first = [receipt.event.pk for receipt in receipts]
    return [
        (
            first.index(receipt.event.pk),
            receipt.is_duplicate,
            (receipt.event.status, receipt.event.previous_status, receipt.event.occurrence),
            [decision["code"] for decision in receipt.event.decisions],
            [(each.step_name, each.part, each.state, each.digest) for each in receipt.deliveries],
        )
        for receipt in receipts
    ]


def outcome(pipelines, before, reports, *, together):
    """Receive reports after others, take note of everything, and forget it."""
    made = [incoming(pipelines[is_second], **said) for is_second, said in reports]
    with transaction.atomic():
        for is_second, said in before:
            intake.receive_many([incoming(pipelines[is_second], **said)])
        groups = [made] if together else [[each] for each in made]
        receipts = told([receipt for group in groups for receipt in intake.receive_many(group)])
        lines = [*Delivery.objects.order_by("pk").values_list("step_name", "part", "follows__step_name")]
        transaction.set_rollback(True)
    return receipts, lines


@given(before=FEW, reports=MANY)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_group_is_told_as_one_by_one(pipelines, before, reports):
    assert outcome(pipelines, before, reports, together=True) == outcome(
        pipelines, before, reports, together=False
    )
