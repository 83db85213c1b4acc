from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sealing import tokens
from teams.models import AccessToken

pytestmark = pytest.mark.django_db

ALLOWED = {
    "admin": {"get": 200, "patch": 200},
    "write": {"get": 200, "patch": 200},
    "read": {"get": 200, "patch": 403},
    "events": {"get": 403, "patch": 403},
}


def call(client, text, path="/api/v1/teams"):
    return client.get(path, headers={"Authorization": text})


@pytest.mark.parametrize("method", ["get", "patch"])
@pytest.mark.parametrize("scope", ALLOWED)
def test_a_scope_allows_what_it_includes(api_of, alice, scope, method):
    answer = api_of(alice, scope).call(method, "/teams/shop", {"name": "Shop"})

    assert answer.status_code == ALLOWED[scope][method]


def test_a_missing_scope_is_named(api_of, alice):
    answer = api_of(alice, "read").patch("/teams/shop", {"name": "Shop"})

    assert answer.json() == {
        "type": "about:blank",
        "title": "Missing scope",
        "status": 403,
        "detail": "This token lacks the scope write: make one that has it.",
    }
    assert 'error="insufficient_scope", scope="write"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi"])
def test_no_token_is_401(client, header):
    answer = call(client, header)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="WeCom Notify"'
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "Send the header Authorization: Bearer <token>."


@pytest.mark.parametrize("text", ["hello", "wcn_" + "a" * 38, "wcn_" + "é" * 38])
def test_a_text_that_can_be_no_token_never_reaches_the_database(client, text, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = call(client, f"Bearer {text}")

    assert answer.status_code == 401
    assert answer.json()["detail"] == (
        "This is no token of WeCom Notify: copy it whole, it begins with wcn_."
    )


def test_a_well_formed_token_of_nobody_is_401(client):
    answer = call(client, f"Bearer {tokens.mint().reveal()}")

    assert answer.status_code == 401
    assert answer.json()["detail"] == "This token is unknown, expired or revoked: make a new one."


def test_a_revoked_token_is_401(client, alice):
    token, secret = AccessToken.mint(alice, "script", scopes=["read"])
    token.revoke(by=alice)

    assert call(client, f"Bearer {secret.reveal()}").status_code == 401


@pytest.mark.asvs("V7.2.2")
def test_a_token_ends_when_it_expires(client, alice):
    ended = timezone.now() - timedelta(seconds=1)
    _, secret = AccessToken.mint(alice, "script", scopes=["read"], expires_at=ended)

    assert call(client, f"Bearer {secret.reveal()}").status_code == 401


def test_a_closed_account_ends_its_tokens(client, alice):
    _, secret = AccessToken.mint(alice, "script", scopes=["read"])
    alice.is_active = False
    alice.save(update_fields=["is_active"])

    assert call(client, f"Bearer {secret.reveal()}").status_code == 401


@pytest.mark.asvs("V7.2.2")
def test_a_session_opens_no_api(as_user, alice):
    assert as_user(alice).get("/api/v1/teams").status_code == 401


def test_use_is_noted_to_the_minute(alice):
    token, secret = AccessToken.mint(alice, "script", scopes=["read"])

    AccessToken.authenticate(secret.reveal())
    token.refresh_from_db()
    first = token.last_used_at
    AccessToken.authenticate(secret.reveal())
    token.refresh_from_db()

    assert first is not None
    assert token.last_used_at == first


def test_use_is_noted_again_after_a_minute(alice):
    token, secret = AccessToken.mint(alice, "script", scopes=["read"])
    earlier = timezone.now() - timedelta(seconds=61)
    AccessToken.objects.update(last_used_at=earlier)

    AccessToken.authenticate(secret.reveal())

    token.refresh_from_db()
    assert token.last_used_at > earlier


@pytest.mark.asvs("V13.3.1")
def test_only_a_digest_is_kept(alice):
    token, secret = AccessToken.mint(alice, "script", scopes=["read"])

    stored = AccessToken.objects.filter(pk=token.pk).values().get()
    assert secret.reveal() not in str(stored)
    assert stored["digest"] == tokens.digest(secret.reveal())
    assert stored["hint"] == secret.reveal()[-4:]
