from __future__ import annotations

import pytest
from django.core.cache import cache

from teams.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V16.3.2")]


@pytest.fixture(autouse=True)
def fresh_caps(db):
    cache.clear()


def denied():
    return [
        (entry.actor_name, entry.target, entry.after)
        for entry in AuditEntry.objects.filter(verb="access.denied")
    ]


def test_a_stranger_at_the_door_is_noted(as_user, charlie, shop):
    as_user(charlie).get("/teams/shop/?page=2")

    assert denied() == [("charlie", "GET /teams/shop/", {"status": 404})]


def test_a_role_that_is_not_enough_is_noted(as_user, bob):
    as_user(bob).post("/teams/shop/settings/")

    assert denied() == [("bob", "POST /teams/shop/settings/", {"status": 403})]


def test_tokens_are_noted_under_their_persons_name(api_of, charlie, shop):
    api_of(charlie).delete("/teams/shop")

    assert denied() == [("charlie", "DELETE /api/v1/teams/shop", {"status": 404})]


def test_a_missing_scope_is_noted(api_of, alice):
    api_of(alice, "read").delete("/teams/shop")

    assert denied() == [("alice", "DELETE /api/v1/teams/shop", {"status": 403})]


def test_an_address_that_leads_nowhere_is_not(as_user, alice):
    as_user(alice).get("/nowhere/")

    assert denied() == []


def test_who_is_not_signed_in_is_nobody_to_note(client, shop):
    client.get("/invitations/x/")

    assert denied() == []


def test_a_secret_in_the_address_is_not_written_down(as_user, alice):
    as_user(alice).get("/invitations/wcn_" + "a" * 38 + "/")

    assert denied() == [("alice", "GET /invitations/wcn_••••/", {"status": 404})]


def test_at_most_ten_a_minute_are_noted(as_user, charlie, bob, shop):
    client = as_user(charlie)
    for _ in range(12):
        client.get("/teams/shop/")
    as_user(bob).get("/teams/other/")

    assert len(denied()) == 11


@pytest.mark.asvs("V15.3.4")
def test_the_callers_address_stands_in_the_trail(as_user, alice):
    as_user(alice).post(
        "/profile/", {"theme": "dark"}, REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.9"
    )

    assert AuditEntry.objects.get(verb="profile.changed").address == "192.0.2.7"


@pytest.mark.asvs("V4.1.3", "V15.3.4")
def test_behind_a_trusted_proxy_it_is_the_forwarded_one(as_user, alice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    as_user(alice).post("/profile/", {"theme": "dark"}, HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")

    assert AuditEntry.objects.get(verb="profile.changed").address == "203.0.113.9"


@pytest.mark.asvs("V4.1.3", "V15.3.4")
@pytest.mark.parametrize("count", [0, 3])
def test_an_address_that_nobody_knows_stays_empty(as_user, alice, settings, count):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count

    as_user(alice).post("/profile/", {"theme": "dark"}, REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="203.0.113.9")

    assert AuditEntry.objects.get(verb="profile.changed").address is None
