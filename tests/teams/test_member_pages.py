from __future__ import annotations

import re

import pytest

from teams.models import AuditEntry

pytestmark = pytest.mark.django_db

PATH = "/teams/shop/members/"
LAST_OWNER = "alice is the last owner of Shop: make somebody else an owner first."


def text(answer):
    return answer.content.decode()


def test_an_owner_adds_a_person(as_user, alice, charlie, shop):
    answer = as_user(alice).post(PATH, {"username": "charlie", "role": "viewer"})

    assert answer["Location"] == "/teams/shop/"
    assert shop.role_of(charlie) == "viewer"


@pytest.mark.parametrize(
    ("username", "message"),
    [
        ("nobody", "Nobody here has the user name nobody: invite them by a link instead."),
        ("alice", "alice is a member of Shop already: change the role instead."),
        ("", "This field is required."),
    ],
)
def test_a_form_with_faults_comes_back(as_user, alice, username, message):
    answer = as_user(alice).post(PATH, {"username": username, "role": "viewer"})

    assert answer.status_code == 422
    assert message in text(answer)


def test_an_owner_changes_a_role(as_user, alice, bob, shop):
    client = as_user(alice)
    page = client.get(f"{PATH}bob/")

    answer = client.post(f"{PATH}bob/", {"role": "owner"})

    assert "bob loses access to everything in Shop." in text(page)
    assert answer["Location"] == "/teams/shop/"
    assert shop.role_of(bob) == "owner"


def test_the_last_owner_stays_an_owner(as_user, alice, shop):
    client = as_user(alice)

    changed = client.post(f"{PATH}alice/", {"role": "viewer"})
    removed = client.post(f"{PATH}alice/removal/")

    assert changed.status_code == removed.status_code == 422
    assert LAST_OWNER in text(changed)
    assert LAST_OWNER in text(removed)
    assert shop.role_of(alice) == "owner"


def test_an_owner_removes_a_member(as_user, alice, bob, shop):
    answer = as_user(alice).post(f"{PATH}bob/removal/")

    assert answer["Location"] == "/teams/shop/"
    assert shop.role_of(bob) is None


def test_a_member_leaves_and_is_led_where_they_may_be(as_user, vera, shop):
    client = as_user(vera)

    assert client.post(f"{PATH}vera/removal/")["Location"] == "/teams/"
    assert client.get("/teams/shop/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("bob", 403), ("vera", 403), ("charlie", 404)])
def test_only_owners_keep_members(as_user, request, alice, shop, name, status):
    client = as_user(request.getfixturevalue(name))

    assert client.post(PATH, {"username": name, "role": "owner"}).status_code == status
    assert client.get(f"{PATH}alice/").status_code == status
    assert client.post(f"{PATH}alice/", {"role": "viewer"}).status_code == status
    assert client.post(f"{PATH}alice/removal/").status_code == status
    assert shop.role_of(alice) == "owner"


def test_an_administrator_makes_a_link_for_a_forgotten_password(as_user, root, vera):
    client = as_user(root)

    page = text(client.post(f"{PATH}vera/password-links/"))

    link = re.search(r"http://127\.0\.0\.1:8000(/password-links/wcn_\w{38}/)", page)[1]
    entry = AuditEntry.objects.get(verb="password_link.issued")
    client.logout()
    assert "vera" in text(client.get(link, follow=True))
    assert (entry.actor, entry.target) == (root, "vera")


@pytest.mark.parametrize(("name", "status"), [("alice", 403), ("charlie", 404)])
def test_nobody_else_does(as_user, request, vera, name, status):
    client = as_user(request.getfixturevalue(name))

    assert client.post(f"{PATH}vera/password-links/").status_code == status
    assert "password-links" not in text(client.get(f"{PATH}vera/"))


def test_who_is_no_member_is_not_found(as_user, alice, charlie):
    assert as_user(alice).get(f"{PATH}charlie/").status_code == 404
    assert as_user(alice).get(PATH)["Location"] == "/teams/shop/"
