"""Lists cost the same number of queries, however long they are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Step
from teams.models import Membership, Team


@pytest.fixture
def queries(as_user, bob):
    client = as_user(bob)

    def asked(address):
        client.get(address)  # what is fetched once a session is not counted
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return asked


@pytest.fixture
def more(shop, bob, web, ops, report):
    """Make it many: rules in three teams, with deliveries of many events."""

    def made():
        for number in range(3):
            team = Team.objects.create(slug=f"team-{number}", name=f"Team {number}")
            Membership.objects.create(team=team, user=bob, role="editor")
            ops.teams.add(team)
            Step.objects.create(team=team, name=f"Rule {number}", credential=ops)
        for number in range(5):
            Step.objects.create(team=shop, pipeline=web, name=f"Web {number}", credential=ops)
        for run in range(4):
            report(run=f"more-{run}")

    return made


@pytest.mark.parametrize(
    "address", ["/", "/deliveries/", "/?pipeline=shop/web", "/deliveries/?q=web", "/queues/"]
)
def test_a_list_asks_the_same_with_few_and_with_many_rows(queries, step, report, more, address):
    report()
    few = queries(address)
    more()

    assert queries(address) == few
    assert few <= 20


def test_an_event_asks_the_same_with_few_and_with_many_rules(queries, step, report, more):
    few = queries(f"/events/{report(run='few').event.pk}/")
    more()

    assert queries(f"/events/{report(run='many').event.pk}/") == few


def test_a_form_asks_the_same_with_few_and_with_many_choices(queries, step, more):
    few = queries("/steps/new/")
    more()

    assert queries("/steps/new/") == few
