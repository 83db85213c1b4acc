"""Every report pays for each query that is asked about it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_by(report):
    """Return the statements that a report costs, savepoints left out."""

    def asked(**said):
        with CaptureQueriesContext(connection) as captured:
            report(**said)
        statements = [query["sql"] for query in captured]
        return [each for each in statements if not each.startswith(("SAVEPOINT", "RELEASE"))]

    return asked


def test_the_credentials_are_asked_for_once(report, add_step, asked_by):
    add_step()
    add_step(name="Again", task="build")
    report(run="1")
    asked = asked_by(run="2", task="build")
    assert len([each for each in asked if 'FROM "credentials_credential"' in each]) == 1


def test_more_steps_and_more_that_fire_cost_no_query_more(report, add_step, asked_by):
    add_step()
    report(run="1")
    one = asked_by(run="2")
    for number in range(5):
        add_step(name=f"{number}")
        add_step(name=f"silent {number}", events=["waiting"])
    assert len(asked_by(run="3")) == len(one)
