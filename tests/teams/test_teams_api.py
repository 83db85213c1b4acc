from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_an_administrator_creates_a_team_and_owns_it(api_of, root):
    answer = api_of(root).post("/teams", {"slug": "shop", "name": "Shop"})

    created = answer.json()
    assert answer.status_code == 201
    assert created["slug"] == "shop"
    assert created["name"] == "Shop"
    assert isinstance(created["id"], str)
    members = api_of(root).get("/teams/shop/members").json()["items"]
    assert [(member["username"], member["role"]) for member in members] == [("root", "owner")]


def test_a_member_may_not_create_teams(api_of, alice):
    answer = api_of(alice).post("/teams", {"slug": "new", "name": "New"})

    assert answer.status_code == 403
    assert answer.json()["detail"] == "Only an administrator creates teams. Ask one of them."


def test_a_taken_identifier_is_a_conflict(api_of, root, shop):
    answer = api_of(root).post("/teams", {"slug": "shop", "name": "Second"})

    assert answer.status_code == 409
    assert answer.json()["detail"] == "A team with the identifier shop exists: choose another one."


def test_a_list_holds_only_ones_own_teams(api_of, alice, other):
    answer = api_of(alice).get("/teams")

    assert [team["slug"] for team in answer.json()["items"]] == ["shop"]
    assert answer.json()["next"] is None


def test_an_administrator_lists_every_team(api_of, root, shop, other):
    answer = api_of(root).get("/teams")

    assert [team["slug"] for team in answer.json()["items"]] == ["other", "shop"]


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_a_stranger_gets_404(api_of, charlie, shop, method):
    answer = api_of(charlie).call(method, "/teams/shop", {"name": "Mine"})

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    shop.refresh_from_db()
    assert shop.name == "Shop"


def test_an_owner_changes_what_is_named_and_nothing_else(api_of, alice, shop):
    answer = api_of(alice).patch("/teams/shop", {"language": "ru"})

    assert answer.status_code == 200
    assert answer.json()["language"] == "ru"
    assert answer.json()["name"] == "Shop"


def test_a_time_zone_that_does_not_exist_is_named(api_of, alice):
    answer = api_of(alice).patch("/teams/shop", {"time_zone": "Mars/North"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "field": "time_zone",
            "message": "Mars/North is no time zone: write a name such as Asia/Shanghai.",
        }
    ]


def test_an_identifier_never_changes(api_of, alice):
    answer = api_of(alice).patch("/teams/shop", {"slug": "store"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "slug", "message": "This is not known here."}]


def test_an_owner_deletes_a_team(api_of, alice, shop):
    answer = api_of(alice).delete("/teams/shop")

    assert answer.status_code == 204
    assert answer.content == b""
    assert api_of(alice).get("/teams/shop").status_code == 404


@pytest.mark.parametrize("name", ["bob", "vera"])
@pytest.mark.parametrize("method", ["patch", "delete"])
def test_only_owners_change_or_delete_a_team(api_of, request, name, method):
    member = request.getfixturevalue(name)

    answer = api_of(member).call(method, "/teams/shop", {"name": "Mine"})

    assert answer.status_code == 403
    assert (
        answer.json()["detail"] == "Your role in Shop does not allow this. Ask somebody with the role: Owner."
    )
