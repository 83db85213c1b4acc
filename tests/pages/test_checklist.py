"""Robot, connection, rule, test: shown until all four are done, each with the way there."""

from __future__ import annotations

import pytest

from notifications.checklist import checklist_of
from notifications.models import Delivery, Token
from tests.pages.reading import links, main

TITLE = "Four things until the first message"


def done(user):
    return [item.name for item in checklist_of(user) if item.is_done]


@pytest.fixture
def accepted(step, bob, report):
    """A test of bob's that WeCom accepted."""
    (delivery,) = report().deliveries
    Delivery.objects.filter(pk=delivery.pk).update(is_test=True, state="sent", event=None)
    return delivery


def test_a_new_team_has_everything_before_it(as_user, alice):
    page = as_user(alice).get("/")

    assert TITLE in main(page)
    assert {"/credentials/", "/pipelines/", "/steps/new/"} <= set(links(page))
    assert done(alice) == []


def test_each_thing_done_is_marked(shop, alice, web, ops):
    assert done(alice) == ["Robot"]

    Token.add(team=shop, pipeline=web, name="CI", by=alice)
    assert done(alice) == ["Robot", "Connection"]


def test_a_revoked_token_is_no_connection(shop, alice, web):
    token, _secret = Token.add(team=shop, pipeline=web, name="CI", by=alice)
    token.revoke(by=alice)

    assert done(alice) == []


def test_the_test_leads_to_the_newest_rule(as_user, alice, step):
    assert f"/steps/{step.pk}/" in links(as_user(alice).get("/"))
    assert done(alice) == ["Robot", "Rule"]


def test_it_is_gone_when_all_four_are_done(as_user, alice, accepted):
    assert checklist_of(alice) == []
    assert TITLE not in main(as_user(alice).get("/"))


def test_other_teams_do_not_count(charlie, accepted):
    assert done(charlie) == []
