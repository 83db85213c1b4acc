from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from teams.models import AccessToken

pytestmark = pytest.mark.django_db

PATH = "/profile/access-tokens/"


def text(answer):
    return answer.content.decode()


def test_a_token_is_shown_once_and_works(as_user, alice):
    client = as_user(alice)

    answer = client.post(PATH, {"name": "nightly", "scopes": ["read"], "lifetime_days": "90"})

    found = re.search(r"wcn_\w{38}", text(answer))
    assert answer.status_code == 201
    assert found is not None
    assert AccessToken.authenticate(found[0]).name == "nightly"
    assert found[0] not in text(client.get(PATH))
    assert f"wcn_…{found[0][-4:]}" in text(client.get(PATH))


@pytest.mark.parametrize(("days", "expected"), [("30", 30), ("365", 365), ("", None)])
def test_a_token_lives_as_long_as_chosen(as_user, alice, days, expected):
    as_user(alice).post(PATH, {"name": "nightly", "scopes": ["read"], "lifetime_days": days})

    left = AccessToken.objects.get().expires_at
    if expected is None:
        assert left is None
    else:
        assert abs(left - timezone.now() - timedelta(days=expected)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "body", [{"name": "", "scopes": ["read"]}, {"name": "x"}, {"name": "x", "scopes": ["all"]}]
)
def test_a_form_with_faults_comes_back(as_user, alice, body):
    assert as_user(alice).post(PATH, body).status_code == 422
    assert not AccessToken.objects.exists()


def test_a_token_not_used_yet_that_never_ends_says_both(as_user, alice):
    AccessToken.mint(alice, "nightly", scopes=["read", "events"])

    row = re.search(
        r'<td class="cell-state">.*?(?=<td class="cell-actions">)', text(as_user(alice).get(PATH)), re.DOTALL
    )
    told = re.findall(r"<td[^>]*>(.*?)</td>", row[0])
    assert told == ["Read, Report events", "Not used yet", "never"]


def test_a_revoked_token_ends_and_leaves_the_list(as_user, alice):
    token, secret = AccessToken.mint(alice, "nightly", scopes=["read"])
    client = as_user(alice)

    answer = client.post(f"{PATH}{token.pk}/revocation/")

    assert answer["Location"] == PATH
    assert AccessToken.authenticate(secret.reveal()) is None
    assert "nightly" not in text(client.get(PATH))


def test_nobody_sees_or_revokes_anothers_token(as_user, alice, root):
    token, secret = AccessToken.mint(alice, "nightly", scopes=["read"])
    client = as_user(root)

    assert "nightly" not in text(client.get(PATH))
    assert client.post(f"{PATH}{token.pk}/revocation/").status_code == 404
    assert AccessToken.authenticate(secret.reveal()) is not None


def test_what_ends_soon_or_has_ended_is_marked(as_user, alice):
    now = timezone.now()
    AccessToken.mint(alice, "late", scopes=["read"], expires_at=now - timedelta(days=1))
    AccessToken.mint(alice, "soon", scopes=["read"], expires_at=now + timedelta(days=3))

    page = text(as_user(alice).get(PATH))

    assert '<span class="toned bad">expired</span>' in page
    assert '<span class="toned warn">' in page


def test_an_unknown_scope_cannot_be_minted(alice):
    with pytest.raises(ValueError, match="all"):
        AccessToken.mint(alice, "nightly", scopes=["all"])
