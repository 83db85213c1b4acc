from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from teams.models import Invitation, Membership, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

ACCEPTANCE = "/invitations/acceptance/"
NEW_PERSON = {
    "username": "lilei",
    "first_name": "李雷",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


@pytest.fixture
def link(alice, shop):
    _, secret = Invitation.issue(shop, "editor", by=alice)
    return f"/invitations/{secret.reveal()}/"


def test_the_secret_leaves_the_address_at_once(client, link):
    answer = client.get(link)

    assert answer.status_code == 302
    assert answer["Location"] == ACCEPTANCE


def test_a_new_person_makes_an_account_and_is_in(client, link, shop):
    client.get(link)

    answer = client.post(ACCEPTANCE, NEW_PERSON)

    assert answer["Location"] == "/teams/shop/"
    assert client.get("/teams/shop/").status_code == 200
    assert Membership.objects.get(user__username="lilei").role == "editor"
    assert str(User.objects.get(username="lilei")) == "李雷"


def test_a_signed_in_person_joins(as_user, charlie, link, shop):
    client = as_user(charlie)
    page = client.get(link, follow=True)

    answer = client.post(ACCEPTANCE)

    assert "You are signed in as charlie" in page.content.decode()
    assert answer["Location"] == "/teams/shop/"
    assert shop.role_of(charlie) == "editor"


def test_who_has_an_account_signs_in_on_the_way(client, charlie, link, shop):
    page = client.get(link, follow=True).content.decode()

    answer = client.post(
        "/accounts/login/", {"login": "charlie", "password": PASSWORD, "next": ACCEPTANCE}, follow=True
    )

    assert f"/accounts/login/?next={ACCEPTANCE}" in page
    assert "You are signed in as charlie" in answer.content.decode()
    assert client.post(ACCEPTANCE)["Location"] == "/teams/shop/"


@pytest.mark.asvs("V6.4.1")
def test_a_link_works_once(client, link):
    client.get(link)
    client.post(ACCEPTANCE, NEW_PERSON)
    client.logout()

    answer = client.get(link)

    assert answer.status_code == 404
    assert "This invitation was used or has expired" in answer.content.decode()


@pytest.mark.asvs("V6.4.1")
def test_two_people_who_opened_it_at_once_do_not_both_get_in(client, link, shop, charlie):
    client.get(link)
    Invitation.objects.get().redeem(charlie)

    answer = client.post(ACCEPTANCE, NEW_PERSON)

    assert answer.status_code == 404
    assert not User.objects.filter(username="lilei").exists()


@pytest.mark.asvs("V6.4.1")
def test_a_link_expires_after_72_hours(client, link):
    expires_at = Invitation.objects.get().expires_at
    Invitation.objects.update(expires_at=timezone.now())

    assert client.get(link).status_code == 404
    assert timedelta(hours=71) < expires_at - timezone.now() <= timedelta(hours=72)


@pytest.mark.parametrize("token", ["x", "wcn_" + "a" * 38])
def test_a_guess_is_the_same_404(client, token):
    assert client.get(f"/invitations/{token}/").status_code == 404


def test_nothing_is_accepted_without_a_link(client, as_user, charlie):
    assert client.get(ACCEPTANCE).status_code == 404
    assert as_user(charlie).post(ACCEPTANCE).status_code == 404


def test_a_member_does_not_use_it_up(as_user, bob, link):
    client = as_user(bob)
    client.get(link)

    answer = client.post(ACCEPTANCE)

    assert answer.status_code == 422
    assert "bob is a member of Shop already: change the role instead." in answer.content.decode()
    assert Invitation.objects.open().exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"username": "ALICE"}, "This user name is taken: choose another one."),
        ({"password2": "another one entirely"}, "The two password fields didn’t match."),
        ({"password1": "short", "password2": "short"}, "It must contain at least 12 characters."),
    ],
)
def test_a_form_with_faults_comes_back(client, link, change, message):
    client.get(link)

    answer = client.post(ACCEPTANCE, NEW_PERSON | change)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Invitation.objects.open().exists()


@pytest.mark.asvs("V6.4.1")
def test_only_a_digest_is_kept(link):
    secret = link.split("/")[2]

    assert secret not in str(Invitation.objects.values().get())
