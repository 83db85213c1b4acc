"""Whatever comes together is told exactly as if it had come one after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
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
    add_step(name="of main", conditions=[{"variable": "BRANCH", "operator": "equals", "value": "main"}])
    muted = {"muted_until": timezone.now() + timedelta(hours=1)}
    first_runs = {"variable": "BUILD_NUMBER", "operator": "equals", "value": "1"}
    add_step(name="muted", pipeline=None, conditions=[first_runs], **muted)
    return web, Pipeline.objects.create(team=shop, identifier="api", name="Api", **muted)


def told(receipts):
    """Return what became of reports, in words that do not depend on keys and clocks."""
    first = [receipt.event.pk for receipt in receipts]
    return [
        (
            first.index(receipt.event.pk),
            receipt.is_duplicate,
            (receipt.event.status, receipt.event.previous_status, receipt.event.occurrence),
            [(each["name"], each["code"], each["data"]) for each in receipt.event.decisions],
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


@pytest.mark.parametrize(
    ("order", "recovered"),
    [("123", ["2"]), ("132", ["3"]), ("213", []), ("231", []), ("312", ["2"]), ("321", [])],
)
def test_in_whatever_order_a_group_stands_one_failure_is_recovered_from_at_most_once(web, order, recovered):
    results = {"1": "failed", "2": "succeeded", "3": "succeeded"}
    receipts = intake.receive_many([incoming(web, run=run, status=results[run]) for run in order])
    told = {receipt.event.run: receipt.event.occurrence for receipt in receipts}
    assert [run for run in "123" if told[run] == "recovered"] == recovered


def test_what_was_reported_before_is_told_with_its_own_deliveries(web, add_step):
    add_step()
    known = [incoming(web, run="1"), incoming(web, run="2")]
    first = intake.receive_many(known)
    again = intake.receive_many([incoming(web, run="3"), *known])
    assert [receipt.is_duplicate for receipt in again] == [False, True, True]
    assert [receipt.deliveries for receipt in again[1:]] == [receipt.deliveries for receipt in first]


def test_a_fault_of_one_in_a_transaction_of_the_callers_is_its_own(web, shop):
    gone = incoming(Pipeline(pk=web.pk + 1, team=shop, identifier="gone"))
    gone.report.variables["bad"] = object()
    first, second, third = intake.receive_many([incoming(web, run="1"), gone, incoming(web, run="3")])
    assert (first.event.run, type(second), third.event.run) == ("1", TypeError, "3")


def test_of_results_that_ended_together_the_last_that_came_is_the_one_before(web):
    ended = {"finished_at": NOON}
    intake.receive_many([incoming(web, **ended)])
    group = [incoming(web, status="succeeded", **ended), incoming(web, idempotency_key="again", **ended)]
    told = [receipt.event for receipt in intake.receive_many(group)]
    assert [event.previous_status for event in told] == ["failed", "succeeded"]


def test_each_is_told_by_the_pipeline_as_it_was_read(web, add_step):
    add_step()
    muted = Pipeline.objects.get()
    muted.muted_until = timezone.now() + timedelta(hours=1)
    receipts = intake.receive_many([incoming(web, run="1"), incoming(muted, run="2")])
    told = [decision["code"] for receipt in receipts for decision in receipt.event.decisions]
    assert told == ["matched", "pipeline_muted"]
