from __future__ import annotations

import time

import pytest
from django.core.cache import cache

from teams.models import AuditEntry
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V7.5.1")]
PATH = "/accounts/proof/"
RECORDS = "account_authentication_methods"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def tired(as_user, alice):
    """Return alice's browser, an hour after she signed in."""
    browser = as_user(alice)
    session = browser.session
    session[RECORDS] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    return browser


def verbs():
    return [entry.verb for entry in AuditEntry.objects.exclude(verb="person.signed_in")]


def test_the_password_opens_the_page_that_was_asked_for(tired):
    asked = tired.get("/credentials/new/")
    answer = tired.post(PATH, {"password": PASSWORD, "next": "/credentials/new/"})

    assert asked["Location"] == f"{PATH}?next=%2Fcredentials%2Fnew%2F"
    assert answer["Location"] == "/credentials/new/"
    assert tired.get("/credentials/new/").status_code == 200
    assert verbs() == ["person.proved"]


def test_the_page_says_why_it_asks_and_remembers_where_to(tired):
    page = tired.get(f"{PATH}?next=/credentials/new/").content.decode()

    assert "it asks for your password once more" in page
    assert '<input type="hidden" name="next" value="/credentials/new/">' in page


def test_a_wrong_password_proves_nothing_and_is_noted(tired):
    answer = tired.post(PATH, {"password": "x", "next": "/credentials/new/"})

    assert answer.status_code == 422
    assert "This is not your present password: type it again." in answer.content.decode()
    assert tired.get("/credentials/new/").status_code == 302
    assert verbs() == ["person.failed_to_sign_in"]


def test_the_way_leads_to_no_other_site(tired):
    answer = tired.post(PATH, {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_the_eleventh_try_in_a_minute_is_refused(tired):
    codes = [tired.post(PATH, {"password": "x"}).status_code for _ in range(11)]
    assert codes[-1] == 429


def test_who_has_no_password_signs_in_anew(tired, alice):
    alice.set_unusable_password()
    alice.save(update_fields=["password"])
    tired = type(tired)()
    tired.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    page = tired.get(PATH)

    assert "You have no password here." in page.content.decode()


def test_a_session_without_a_record_proves_nothing(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/credentials/new/").status_code == 302
