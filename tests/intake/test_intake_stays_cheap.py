"""Every report pays for each query that is asked about it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import intake
from notifications.models import Delivery
from tests.intake.conftest import incoming

pytestmark = pytest.mark.django_db

# Was it reported, what was before it, its steps, the event; then the credentials, the lanes, the deliveries.
SILENT, FIRING = 4, 7
# PostgreSQL is asked for the pipelines' locks and the time besides: savepoints and these are left out.
BESIDES = ("SAVEPOINT", "RELEASE", "SELECT id FROM notifications_pipeline", "SELECT clock_timestamp()")


@pytest.fixture
def asked_by(web):
    """Return the statements that reports cost together."""

    def asked(*reports):
        with CaptureQueriesContext(connection) as captured:
            intake.receive_many([incoming(web, **said) for said in reports])
        statements = [query["sql"] for query in captured]
        return [each for each in statements if not each.startswith(BESIDES)]

    return asked


def test_a_report_that_fires_nothing_touches_no_lane(add_step, asked_by):
    add_step(events=["succeeded"])
    assert len(asked_by({"run": "1"})) == SILENT


def test_a_report_that_fires_costs_three_statements_more(report, add_step, asked_by):
    add_step()
    report(run="1")
    assert len(asked_by({"run": "2"})) == FIRING


def test_a_recovery_asks_whether_it_was_told(report, add_step, asked_by):
    report(run="1")
    assert len(asked_by({"run": "2", "status": "succeeded"})) == SILENT + 1


def test_many_reports_cost_no_more_than_one(report, add_step, asked_by):
    add_step()
    report(run="1")
    assert len(asked_by(*({"run": str(number)} for number in range(2, 100)))) == FIRING
    assert Delivery.objects.count() == 99


def test_more_steps_and_more_that_fire_cost_no_query_more(report, add_step, asked_by):
    add_step()
    report(run="1")
    for number in range(5):
        add_step(name=f"{number}")
        add_step(name=f"silent {number}", events=["waiting"])
    assert len(asked_by({"run": "3"})) == FIRING


def test_mentions_that_follow_cost_one_statement_more(report, add_step, asked_by):
    add_step(mention_all=True)
    report(run="1")
    assert len(asked_by({"run": "2"}, {"run": "3"})) == FIRING + 1
