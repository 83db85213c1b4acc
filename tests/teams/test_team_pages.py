from __future__ import annotations

import pytest

from teams.models import Team

pytestmark = pytest.mark.django_db

NEW = {"name": "Pay", "slug": "pay", "language": "en", "time_zone": "Europe/Moscow"}


def text(answer):
    return answer.content.decode()


def test_the_list_holds_ones_own_teams(as_user, alice, other):
    page = text(as_user(alice).get("/teams/"))

    assert "Shop" in page
    assert "Other" not in page


def test_an_administrator_searches_all_teams(as_user, root, shop, other):
    client = as_user(root)

    assert "Other" in text(client.get("/teams/?q=oth"))
    assert "Shop" not in text(client.get("/teams/?q=oth"))
    assert "No team has this in its name." in text(client.get("/teams/?q=xyz"))


def test_empty_lists_say_what_to_do(as_user, root, charlie):
    Team.objects.all().delete()

    assert "Ask an owner for an invitation link." in text(as_user(charlie).get("/teams/"))
    assert "Make the first one." in text(as_user(root).get("/teams/"))


def test_a_list_takes_the_same_queries_for_any_number(as_user, root, django_assert_max_num_queries):
    Team.objects.bulk_create(Team(slug=f"t{number}", name=f"T{number}") for number in range(20))
    client = as_user(root)

    with django_assert_max_num_queries(8):
        assert client.get("/teams/").status_code == 200


def test_an_administrator_makes_a_team(as_user, root):
    answer = as_user(root).post("/teams/new/", NEW)

    team = Team.objects.get()
    assert answer["Location"] == "/teams/pay/"
    assert (team.name, team.slug, team.language, team.time_zone) == ("Pay", "pay", "en", "Europe/Moscow")
    assert team.role_of(root) == "owner"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slug": "shop"}, "Another team has this identifier: choose another one."),
        ({"slug": "new"}, "An address of this site is called new: choose another identifier."),
        ({"slug": "a b"}, "Enter a valid “slug” consisting of letters, numbers"),
        ({"time_zone": "Mars"}, "Select a valid choice."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_a_form_with_faults_comes_back(as_user, root, shop, change, message):
    answer = as_user(root).post("/teams/new/", NEW | change)

    assert answer.status_code == 422
    assert message in text(answer)
    assert Team.objects.count() == 1


def test_an_owner_changes_the_settings(as_user, alice, shop):
    answer = as_user(alice).post(
        "/teams/shop/settings/", {"name": "Store", "language": "ru", "time_zone": "UTC"}, follow=True
    )

    shop.refresh_from_db()
    assert (shop.name, shop.language, shop.time_zone) == ("Store", "ru", "UTC")
    assert "Saved." in text(answer)


def test_a_refused_name_is_shown_only_in_its_field(as_user, alice):
    answer = as_user(alice).post("/teams/shop/settings/", {"name": "", "language": "ru", "time_zone": "UTC"})

    assert answer.status_code == 422
    assert ">Shop</a>" in text(answer)


def test_a_team_is_deleted_after_its_identifier_was_typed(as_user, alice, shop):
    client = as_user(alice)

    wrong = client.post("/teams/shop/deletion/", {"slug": "shopp"})
    right = client.post("/teams/shop/deletion/", {"slug": "shop"})

    assert wrong.status_code == 422
    assert "This is not the identifier of Shop: type shop to delete it." in text(wrong)
    assert right["Location"] == "/teams/"
    assert not Team.objects.exists()


def test_a_stranger_sees_no_team(as_user, charlie, shop):
    assert as_user(charlie).get("/teams/shop/").status_code == 404


@pytest.mark.parametrize("path", ["/teams/shop/settings/", "/teams/shop/deletion/"])
def test_a_stranger_gets_404(as_user, charlie, shop, path):
    assert as_user(charlie).get(path).status_code == 404
    assert as_user(charlie).post(path, {"slug": "shop"}).status_code == 404


@pytest.mark.parametrize("name", ["bob", "vera"])
@pytest.mark.parametrize("path", ["/teams/new/", "/teams/shop/settings/", "/teams/shop/deletion/"])
def test_roles_decide(as_user, request, name, path):
    answer = as_user(request.getfixturevalue(name)).post(path, NEW | {"slug": "shop"})

    assert answer.status_code == 403
    assert Team.objects.get().name == "Shop"


def test_who_is_not_signed_in_is_asked_to(client, shop):
    assert client.get("/teams/shop/")["Location"] == "/accounts/login/?next=/teams/shop/"


def test_only_owners_see_invitations_and_settings(as_user, alice, vera):
    own, others = text(as_user(alice).get("/teams/shop/")), text(as_user(vera).get("/teams/shop/"))

    assert "Invite by a link" in own
    assert "/teams/shop/settings/" in own
    assert "Invite by a link" not in others
    assert "/teams/shop/settings/" not in others
