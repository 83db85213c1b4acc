from __future__ import annotations

import re

import pytest

from teams.models import Invitation

pytestmark = pytest.mark.django_db

PATH = "/teams/shop/invitations/"


def test_an_owner_gets_a_link_that_is_shown_once(as_user, alice):
    client = as_user(alice)

    answer = client.post(PATH, {"role": "viewer", "note": "Han Meimei"})

    link = re.search(r"http://127\.0\.0\.1:8000(/invitations/wcn_\w{38}/)", answer.content.decode())
    assert answer.status_code == 201
    assert link is not None
    assert "/invitations/wcn_" not in client.get("/teams/shop/").content.decode()
    assert "Han Meimei" in client.get("/teams/shop/").content.decode()
    client.logout()
    assert client.get(link[1]).status_code == 302


def test_a_form_with_faults_comes_back(as_user, alice):
    answer = as_user(alice).post(PATH, {"role": "boss"})

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_an_owner_withdraws_an_invitation(as_user, alice, client, shop):
    invitation, secret = Invitation.issue(shop, "viewer", by=alice)

    answer = as_user(alice).post(f"{PATH}{invitation.pk}/withdrawal/")

    assert answer["Location"] == "/teams/shop/"
    assert client.get(f"/invitations/{secret.reveal()}/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("bob", 403), ("vera", 403), ("charlie", 404)])
def test_only_owners_invite(as_user, request, alice, shop, name, status):
    invitation, _ = Invitation.issue(shop, "viewer", by=alice)
    client = as_user(request.getfixturevalue(name))

    assert client.post(PATH, {"role": "owner"}).status_code == status
    assert client.post(f"{PATH}{invitation.pk}/withdrawal/").status_code == status
    assert Invitation.objects.open().count() == 1


def test_the_address_alone_leads_to_the_team(as_user, alice):
    assert as_user(alice).get(PATH)["Location"] == "/teams/shop/"
