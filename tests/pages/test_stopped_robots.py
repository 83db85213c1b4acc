"""Owners read on their home page that a robot their team uses takes nothing, for as long as it is so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials.models import Credential
from notifications.models import Lane
from tests.pages.reading import links, main

GONE = "The robot of “Ops group” is gone: nothing reaches its group."


@pytest.fixture
def gone(step, report):
    report()
    Lane.objects.update(breaker_opened_at=timezone.now(), breaker_reason="dead_robot")


@pytest.mark.parametrize(
    ("role", "is_told"),
    [("root", True), ("alice", True), ("bob", False), ("vera", False), ("charlie", False)],
)
def test_owners_and_administrators_are_told(as_user, request, gone, role, is_told):
    person = request.getfixturevalue(role)

    assert (GONE in main(as_user(person).get("/"))) is is_told


def test_the_notice_leads_to_the_credential(as_user, alice, ops, gone):
    page = as_user(alice).get("/")

    assert f"/credentials/{ops.pk}/" in links(page)
    assert f"/credentials/{ops.pk}/key/" not in links(page)
    assert "Those who keep it can replace its key." in main(page)


def test_a_keeper_is_led_to_replace_the_key(as_user, alice, shop, ops, gone):
    Credential.objects.filter(pk=ops.pk).update(owning_team=shop)

    assert f"/credentials/{ops.pk}/key/" in links(as_user(alice).get("/"))


def test_it_ends_with_the_breaker(as_user, alice, gone):
    Lane.objects.update(breaker_opened_at=None)

    assert "is gone" not in main(as_user(alice).get("/"))


def test_calls_that_only_fail_are_told_as_what_they_are(as_user, alice, gone):
    since = timezone.now() - timedelta(minutes=49)
    Lane.objects.update(breaker_reason="failing", failing_since=since)

    page = as_user(alice).get("/")
    assert "Nothing reaches the group of “Ops group”: every call to its robot fails." in main(page)
    assert page.context["stopped_robots"][0].since == since
    assert "/queues/?show=stopped" in links(page)


def test_an_owner_whose_team_does_not_use_it_is_left_in_peace(as_user, charlie, other, ops, gone):
    ops.teams.add(other)

    assert "is gone" not in main(as_user(charlie).get("/"))


def test_a_replaced_key_ends_it(as_user, root, ops, gone):
    ops.replace_key("0123abcd-0000-4000-8000-00000000beef", by=root)

    assert "is gone" not in main(as_user(root).get("/"))
