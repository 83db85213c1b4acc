"""Tokens and pipelines of a whole group are looked up at once; what is odd is its own request's affair."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import known_reporters, token_reports
from notifications.models import Event, Pipeline, Token
from notifications.reports import Report
from notifications.token_reports import Brought

pytestmark = pytest.mark.django_db
LOOK_UPS = 2


@pytest.fixture
def digest_of(alice):
    """Make a token and return its digest: `digest_of(web)` of a pipeline, `digest_of(team=shop)`."""

    def made(pipeline=None, *, team=None):
        token, _ = Token.add(team=team or pipeline.team, pipeline=pipeline, name="CI", by=alice)
        token.note_use()
        return token.digest

    return made


def brought(digest, *named):
    reports = [Report(source="api", pipeline=name, run=name or "own", status="failed") for name in named]
    return Brought(digest=digest, reports=reports)


def test_each_request_of_a_group_has_its_own_answers(web, shop, digest_of):
    own, teams = digest_of(web), digest_of(team=shop)
    group = [
        brought(own, ""),
        brought("unknown", "web"),
        brought(teams, "web", "shop/web"),
        brought(own, "else"),
    ]

    first, unknown, two, other = token_reports._received(group)

    assert (unknown, other) == (None, None)
    assert [receipt.event.run for receipt in [*first, *two]] == ["own", "web", "shop/web"]
    assert Event.objects.count() == 3


def test_a_request_with_one_odd_report_stores_none_of_them(web, shop, digest_of):
    asked = brought(digest_of(team=shop), "web", "none")

    assert token_reports.receive(asked.reports, digest=asked.digest) is None
    assert not Event.objects.exists()


def test_more_tokens_and_pipelines_cost_no_statement_more(web, shop, other, digest_of):
    named = [(digest_of(web), "")]
    for number in range(5):
        Pipeline.objects.create(team=other, identifier=f"p{number}", name="Theirs")
        Pipeline.objects.create(team=shop, identifier=f"p{number}", name="Ours")
        named += [(digest_of(team=team), f"p{number}") for team in (shop, other)]

    with CaptureQueriesContext(connection) as asked:
        found = known_reporters.pipelines_meant(named)

    assert len(asked) == LOOK_UPS
    assert [found[each][0].team.slug for each in named] == ["shop"] + ["shop", "other"] * 5
    assert [found[each][0].identifier for each in named[1:]] == [f"p{number // 2}" for number in range(10)]
