"""/teams/{slug}/fallback names the credential whose group is told when a robot takes nothing."""

from __future__ import annotations

import uuid

import pytest

from notifications.models import Fallback

pytestmark = pytest.mark.django_db
ADDRESS = "/teams/shop/fallback"


def test_a_team_has_none_until_an_owner_chooses_it(api_of, alice, credential, shop):
    owner, chosen = api_of(alice), {"fallback_credential": str(credential.pk)}
    assert owner.get(ADDRESS).json() == {"fallback_credential": None}

    answer = owner.put(ADDRESS, chosen)
    assert (answer.status_code, answer.json(), owner.get(ADDRESS).json()) == (200, chosen, chosen)


def test_null_takes_it_back(api_of, alice, credential, shop):
    Fallback.choose(shop, credential, by=alice)

    assert api_of(alice).put(ADDRESS, {"fallback_credential": None}).json() == {"fallback_credential": None}
    assert Fallback.of(shop) is None


@pytest.mark.parametrize("which", ["foreign", "unknown", "no id"])
def test_only_what_the_team_may_use_is_taken(api_of, alice, shop, foreign_credential, which):
    given = {"foreign": str(foreign_credential.pk), "unknown": str(uuid.uuid4()), "no id": "ops"}[which]
    answer = api_of(alice).put(ADDRESS, {"fallback_credential": given})

    sentence = "The team may use no credential with this id. Take an id from GET /credentials."
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "fallback_credential", "message": sentence}]


def test_a_body_without_it_is_refused(api_of, alice, shop):
    assert api_of(alice).put(ADDRESS, {}).status_code == 400
