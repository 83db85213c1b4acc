"""A session key made before signing in is worth nothing afterwards, nor one of a person signed out."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def holding(cookie):
    """Return another browser that brings this session."""
    thief = Client()
    thief.cookies["session"] = cookie
    return thief


@pytest.mark.asvs("V7.2.4")
def test_signing_in_gives_a_new_session_key(client, alice):
    session = client.session
    session["seen"] = "before"
    session.save()
    planted = client.cookies["session"].value

    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})

    assert client.get("/profile/").status_code == 200
    assert client.cookies["session"].value != planted
    assert holding(planted).get("/profile/").status_code == 302


@pytest.mark.asvs("V7.4.1")
def test_a_stolen_cookie_is_dead_after_signing_out(client, alice):
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    stolen = client.cookies["session"].value
    assert holding(stolen).get("/profile/").status_code == 200

    client.post("/accounts/logout/")

    assert holding(stolen).get("/profile/").status_code == 302
