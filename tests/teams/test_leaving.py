from __future__ import annotations

import pytest
from django.test import Client

from teams.models import AccessToken, AuditEntry, Invitation, PasswordLink, User
from teams.refused import Refused
from tests.conftest import PASSWORD, join, make_user
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V7.4.2", "V7.4.5")]


def me(secret):
    return Client().get("/api/v1/teams", headers={"Authorization": f"Bearer {secret.reveal()}"}).status_code


def test_a_session_ends_at_the_next_request(client, root, bob):
    sign_in(client, bob)
    assert client.get("/profile/").status_code == 200

    User.objects.get(pk=bob.pk).deactivate(by=root)

    assert client.get("/profile/")["Location"] == "/accounts/login/?next=/profile/"


def test_who_comes_back_signs_in_anew(client, root, bob):
    sign_in(client, bob)
    bob.deactivate(by=root)
    bob.reactivate(by=root)

    assert client.get("/profile/").status_code == 302
    assert client.login(username="bob", password=PASSWORD)
    assert User.objects.get(pk=bob.pk).left_at is None


def test_access_tokens_end_and_stay_ended(root, bob):
    _, secret = AccessToken.mint(bob, "CI", scopes=["read"])
    assert me(secret) == 200

    bob.deactivate(by=root)
    while_away = me(secret)
    bob.reactivate(by=root)

    assert (while_away, me(secret)) == (401, 401)


def test_links_end(client, root, alice, shop):
    make_second_owner(shop)
    _, invitation = Invitation.issue(shop, "owner", by=alice)
    choice = PasswordLink.issue(alice, by=root)

    alice.deactivate(by=root)

    assert client.get(f"/invitations/{invitation.reveal()}/").status_code == 404
    assert client.get(f"/password-links/{choice.reveal()}/").status_code == 404


def test_a_password_no_longer_lets_in(client, root, bob):
    bob.deactivate(by=root)

    answer = client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})

    assert answer["Location"] == "/accounts/closed/"


def test_the_trail_says_what_ended(root, alice, shop):
    make_second_owner(shop)
    AccessToken.mint(alice, "CI", scopes=["read"])
    Invitation.issue(shop, "viewer", by=alice)

    alice.deactivate(by=root)
    alice.reactivate(by=root)

    verbs = [entry.verb for entry in AuditEntry.objects.filter(actor=root)]
    entry = AuditEntry.objects.get(verb="person.deactivated")
    assert sorted(verbs) == [
        "access_token.revoked", "invitation.withdrawn", "person.deactivated", "person.reactivated",
    ]  # fmt: skip
    assert (entry.target, entry.after) == ("alice", {"access_tokens": 1, "invitations": 1})


def test_the_last_administrator_stays(root):
    with pytest.raises(Refused) as refused:
        root.deactivate(by=root)

    assert refused.value.reason == (
        "root is the last administrator: make another one first, by  manage.py create_admin EMAIL ."
    )
    assert User.objects.get(pk=root.pk).is_active


def test_an_administrator_leaves_when_another_stays(root):
    other = make_user("other-root", is_superuser=True)

    root.deactivate(by=other)

    assert not User.objects.get(pk=root.pk).is_active


def test_the_last_owner_stays_and_keeps_everything(root, alice):
    _, secret = AccessToken.mint(alice, "CI", scopes=["read"])

    with pytest.raises(Refused) as refused:
        alice.deactivate(by=root)

    assert refused.value.reason == "alice is the last owner of Shop: make somebody else an owner first."
    assert me(secret) == 200


def test_an_owner_who_left_keeps_no_team(root, alice, shop):
    second = make_second_owner(shop)
    second.deactivate(by=root)

    with pytest.raises(Refused, match="alice is the last owner of Shop"):
        shop.memberships.get(user=alice).remove(by=root)


def test_leaving_twice_changes_nothing(root, bob):
    bob.deactivate(by=root)
    first = bob.left_at
    bob.deactivate(by=root)

    assert User.objects.get(pk=bob.pk).left_at == first
    assert AuditEntry.objects.filter(verb="person.deactivated").count() == 1


def test_an_administrator_ends_all_sessions_of_one_person(client, root, bob, vera):
    others = sign_in(Client(), vera)
    sign_in(client, bob)

    bob.end_sessions(by=root)

    assert client.get("/profile/").status_code == 302
    assert others.get("/profile/").status_code == 200
    assert AuditEntry.objects.get(verb="person.sessions_ended").target == "bob"


def test_sessions_outlive_a_new_secret_key_only_in_their_generation(client, settings, root, bob):
    bob.end_sessions(by=root)
    sign_in(client, bob)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one for tests"
    assert client.get("/profile/").status_code == 200

    bob.end_sessions(by=root)

    assert client.get("/profile/").status_code == 302


def make_second_owner(team):
    second = make_user("olga")
    join(second, team, "owner")
    return second
