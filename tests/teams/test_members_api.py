from __future__ import annotations

import pytest

from tests.conftest import make_user

pytestmark = pytest.mark.django_db

LAST_OWNER = "alice is the last owner of Shop: make somebody else an owner first."


def test_members_are_listed_with_their_roles(api_of, alice, bob):
    answer = api_of(bob).get("/teams/shop/members")

    members = [(each["username"], each["role"]) for each in answer.json()["items"]]
    assert members == [("bob", "editor"), ("alice", "owner")]


def test_an_owner_adds_a_person_who_has_an_account(api_of, alice, charlie):
    answer = api_of(alice).post("/teams/shop/members", {"username": "charlie", "role": "viewer"})

    assert answer.status_code == 201
    assert answer.json()["username"] == "charlie"
    assert answer.json()["role"] == "viewer"


def test_nobody_is_added_twice(api_of, alice, bob):
    answer = api_of(alice).post("/teams/shop/members", {"username": "bob", "role": "viewer"})

    assert answer.status_code == 409
    assert answer.json()["detail"] == "bob is a member of Shop already: change the role instead."


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        (
            {"username": "nobody", "role": "viewer"},
            "username",
            "Nobody here has this name: invite them by a link from the team's page.",
        ),
        ({"username": "bob", "role": "boss"}, "role", "boss is no role: write owner, editor or viewer."),
        ({"username": "bob"}, "role", "This is required."),
        ({"username": "a\0b", "role": "viewer"}, "username", "A text holds no NUL character."),
        ({"username": 7, "role": "viewer"}, "username", "This must be a text."),
    ],
)
def test_what_is_wrong_is_named(api_of, alice, bob, body, field, message):
    answer = api_of(alice).post("/teams/shop/members", body)

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": field, "message": message}]


def test_an_owner_changes_a_role(api_of, alice, bob):
    answer = api_of(alice).patch("/teams/shop/members/bob", {"role": "owner"})

    assert answer.status_code == 200
    assert answer.json()["role"] == "owner"
    assert api_of(alice).get("/teams/shop/members/bob").json()["role"] == "owner"


@pytest.mark.parametrize(("method", "body"), [("patch", {"role": "viewer"}), ("delete", None)])
def test_a_team_keeps_an_owner(api_of, alice, bob, method, body):
    answer = api_of(alice).call(method, "/teams/shop/members/alice", body)

    assert answer.status_code == 409
    assert answer.json()["detail"] == LAST_OWNER
    assert api_of(alice).get("/teams/shop/members/alice").json()["role"] == "owner"


def test_an_owner_may_go_when_another_stays(api_of, alice, bob):
    api = api_of(alice)
    api.patch("/teams/shop/members/bob", {"role": "owner"})

    assert api.delete("/teams/shop/members/alice").status_code == 204
    assert api.get("/teams/shop").status_code == 404


def test_everybody_may_leave(api_of, alice, vera):
    assert api_of(vera).delete("/teams/shop/members/vera").status_code == 204


@pytest.mark.parametrize("name", ["bob", "vera"])
def test_only_owners_keep_members(api_of, request, alice, charlie, name):
    api = api_of(request.getfixturevalue(name))

    assert api.post("/teams/shop/members", {"username": "charlie", "role": "owner"}).status_code == 403
    assert api.patch(f"/teams/shop/members/{name}", {"role": "owner"}).status_code == 403
    assert api.delete("/teams/shop/members/alice").status_code == 403


def test_a_stranger_gets_404(api_of, charlie, alice):
    api = api_of(charlie)

    assert api.get("/teams/shop/members").status_code == 404
    assert api.post("/teams/shop/members", {"username": "charlie", "role": "owner"}).status_code == 404
    assert api.patch("/teams/shop/members/alice", {"role": "viewer"}).status_code == 404
    assert api.delete("/teams/shop/members/alice").status_code == 404


def test_who_is_no_member_is_not_found(api_of, alice, charlie):
    assert api_of(alice).delete("/teams/shop/members/charlie").status_code == 404


def test_a_closed_account_is_not_added(api_of, alice):
    make_user("gone", is_active=False)

    assert (
        api_of(alice).post("/teams/shop/members", {"username": "gone", "role": "viewer"}).status_code == 400
    )
