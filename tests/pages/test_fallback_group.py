"""A team's owners name the group that is told when a robot takes nothing."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from notifications.models import Fallback
from teams.models import AuditEntry
from tests.pages.reading import links, main

ADDRESS = "/teams/shop/fallback/"


@pytest.fixture
def chosen(shop, ops, alice):
    Fallback.choose(shop, ops, by=alice)
    return ops


def test_an_owner_chooses_it_and_the_team_s_page_names_it(as_user, alice, ops, shop):
    client = as_user(alice)
    answer = client.post(ADDRESS, {"credential": str(ops.pk)})

    assert answer.headers["Location"] == "/teams/shop/"
    page = client.get("/teams/shop/")
    assert "Fallback group Ops group It is told when another robot" in main(page)
    assert {f"/credentials/{ops.pk}/", ADDRESS} <= set(links(page))


def test_the_audit_trail_keeps_before_and_after(as_user, alice, chosen, shop):
    as_user(alice).post(ADDRESS, {"credential": ""})

    first, last = AuditEntry.objects.filter(verb__startswith="fallback.").order_by("pk")
    assert (first.verb, first.after) == ("fallback.chosen", {"credential": "Ops group"})
    assert (last.verb, last.before, last.phrase) == (
        "fallback.removed",
        {"credential": "Ops group"},
        "Fallback group: removed",
    )
    assert Fallback.of(shop) is None


def test_what_changes_nothing_leaves_no_entry(as_user, alice, chosen):
    as_user(alice).post(ADDRESS, {"credential": str(chosen.pk)})

    assert AuditEntry.objects.filter(verb__startswith="fallback.").count() == 1


def test_a_credential_of_another_team_is_none(as_user, alice, register, other):
    theirs = register("Secret group", teams=[other])
    answer = as_user(alice).post(ADDRESS, {"credential": str(theirs.pk)})

    assert answer.status_code == 422
    assert "Secret group" not in main(answer)


def test_one_that_cannot_be_used_any_more_says_so(as_user, vera, chosen):
    Credential.objects.update(is_enabled=False)

    said = "Ops group It is disabled or not shared with this team any more, so it is told nothing."
    assert said in main(as_user(vera).get("/teams/shop/"))


def test_a_viewer_reads_it_and_is_not_offered_to_choose(as_user, vera, shop):
    page = as_user(vera).get("/teams/shop/")

    assert "None: nobody in a group is told when a robot of this team's rules takes no messages." in main(
        page
    )
    assert ADDRESS not in links(page)


def test_a_credential_that_is_a_fallback_is_not_deleted(as_user, alice, root, chosen):
    page = as_user(root).post(f"/credentials/{chosen.pk}/delete/")

    assert page.status_code == 422
    assert "the fallback of Shop" in main(page)
