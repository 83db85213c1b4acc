"""What hooks leave open is found out in the group that stores it, as if each had come alone."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications import completing, intake
from notifications.models import Event, Pipeline
from tests.intake.conftest import from_hook, incoming
from tests.intake.test_giving_way_to_others import undoing

pytestmark = pytest.mark.django_db

COMMON = {
    "status": st.sampled_from(["running", "failed", "succeeded"]),
    "run": st.sampled_from(["1", "2", "a1"]),
    "task": st.sampled_from(["", "build"]),
    "commit": st.sampled_from(["", "9f3c1e7", "52b04d6"]),
}
OF_HOOKS = {"job": st.sampled_from(["", "30/40/50"]), "reported_at": st.sampled_from(["0", "5000", "90000"])}
OF_TOKENS = {"triggered_by": st.sampled_from(["", "lilei"]), "idempotency_key": st.sampled_from(["", "k1"])}
REPORTS = st.tuples(st.just(from_hook), st.fixed_dictionaries(COMMON | OF_HOOKS)) | st.tuples(
    st.just(incoming), st.fixed_dictionaries(COMMON | OF_TOKENS)
)
FEW, MANY = st.lists(REPORTS, max_size=4), st.lists(REPORTS, min_size=2, max_size=12)
SENT_AT = 1_795_320_000_000


def rerun(pipeline, *, job, seconds):
    return from_hook(pipeline, job=job, reported_at=str(SENT_AT + seconds * 1000))


def outcome(pipeline, before, reports, *, together):
    """Receive reports after others, tell what became of each, and forget it."""
    with transaction.atomic():
        for make, said in before:
            intake.receive_many([make(pipeline, **said)])
        made = [make(pipeline, **said) for make, said in reports]
        groups = [made] if together else [[each] for each in made]
        receipts = [receipt for group in groups for receipt in intake.receive_many(group)]
        transaction.set_rollback(True)
    return [(each.is_duplicate, each.event.idempotency_key, each.event.facts) for each in receipts]


@given(before=FEW, reports=MANY)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_group_is_completed_as_one_by_one(web, before, reports):
    assert outcome(web, before, reports, together=True) == outcome(web, before, reports, together=False)


@pytest.mark.parametrize("together", [True, False])
def test_two_reruns_are_told_apart_and_a_repetition_is_not(web, add_step, together):
    step = add_step()
    reports = [
        rerun(web, job="30/40/50", seconds=0),
        rerun(web, job="30/40/51", seconds=5),  # another job id: it ran again
        rerun(web, job="30/40/51", seconds=6),  # sent twice
        rerun(web, job="30/40/51", seconds=70),  # a while later: it ran again
    ]

    groups = [reports] if together else [[each] for each in reports]
    receipts = [receipt for group in groups for receipt in intake.receive_many(group)]

    assert [receipt.is_duplicate for receipt in receipts] == [False, False, True, False]
    assert (Event.objects.count(), step.deliveries.count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_one_that_cannot_be_stored_fails_alone(web, shop):
    gone = Pipeline(pk=web.pk + 1, team=shop, identifier="gone")
    group = [rerun(web, job="1", seconds=0), from_hook(gone), rerun(web, job="1", seconds=1)]

    first, poisoned, repeated = intake.receive_many(group)

    assert isinstance(poisoned, IntegrityError)
    assert (first.is_duplicate, repeated.is_duplicate) == (False, True)
    assert first.event == repeated.event == Event.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_group_that_gave_way_is_told_apart_anew(web):
    with undoing("40P01", times=1):
        receipts = intake.receive_many([rerun(web, job="1", seconds=0), rerun(web, job="1", seconds=1)])

    assert [receipt.is_duplicate for receipt in receipts] == [False, True]


def test_more_reports_cost_no_statement_more_and_those_of_tokens_none(web, django_assert_num_queries):
    with django_assert_num_queries(2):
        completing.completed([from_hook(web, run=f"{run}", task=f"{run % 3}") for run in range(20)])
    with django_assert_num_queries(0):
        completing.completed([incoming(web)])
