from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache

from teams.models import AuditEntry
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

PATH = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(PATH, {"login": login, "password": password, **more})


def trail():
    return [(entry.verb, entry.target, entry.actor_name) for entry in AuditEntry.objects.all()]


@pytest.mark.parametrize("login", ["alice", "alice@example.com", " alice "])
def test_a_person_signs_in_by_name_or_address(client, alice, login):
    answer = sign_in(client, login)

    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert trail() == [("person.signed_in", "alice", "alice")]


def test_the_way_leads_back_to_the_page_asked_for(client, alice):
    assert sign_in(client, "alice", next="/teams/shop/")["Location"] == "/teams/shop/"


def test_the_way_leads_to_no_other_site(client, alice):
    assert sign_in(client, "alice", next="https://evil.example/")["Location"] == "/"


@pytest.mark.asvs("V16.3.1")
@pytest.mark.parametrize(("login", "target"), [("alice", "alice"), ("hunter2hunter2", "unknown")])
def test_a_failed_sign_in_is_told_and_audited_without_what_was_typed(client, alice, login, target):
    answer = sign_in(client, login, "wrong password")

    assert answer.status_code == 422
    assert (
        "This name and password do not belong together: check both, capitals count."
        in answer.content.decode()
    )
    assert trail() == [("person.failed_to_sign_in", target, "unknown")]
    assert AuditEntry.objects.get().address == "127.0.0.1"


def test_a_name_and_an_unknown_name_are_told_the_same(client, alice):
    known, unknown = sign_in(client, "alice", "wrong"), sign_in(client, "nobody", "wrong")

    assert known.context["form"].errors == unknown.context["form"].errors


@pytest.mark.asvs("V6.3.1", "V2.4.1")
def test_the_right_password_is_refused_after_too_many_wrong_ones(client, alice):
    for _ in range(5):
        sign_in(client, "alice", "wrong password")

    answer = sign_in(client, "alice")

    assert answer.status_code == 422
    assert "Too many failed sign-ins with this name: wait five minutes." in answer.content.decode()


def test_failures_from_one_address_are_audited_at_most_ten_times_a_minute(client, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": False}
    for _ in range(12):
        sign_in(client, "alice", "wrong password")

    assert AuditEntry.objects.filter(verb="person.failed_to_sign_in").count() == 10


@pytest.mark.asvs("V6.3.1", "V2.4.1")
def test_a_flood_is_refused_with_a_page(client, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "alice", "wrong password")

    answer = sign_in(client, "alice", "wrong password")

    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_a_closed_account_does_not_sign_in(client, alice):
    alice.is_active = False
    alice.save(update_fields=["is_active"])

    answer = client.post(PATH, {"login": "alice", "password": PASSWORD}, follow=True)

    assert "This account is closed" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.asvs("V16.3.1")
def test_signing_out_asks_first_and_is_audited(as_user, alice):
    client = as_user(alice)

    page = client.get("/accounts/logout/")
    answer = client.post("/accounts/logout/")

    assert "You are signed in as alice." in page.content.decode()
    assert answer["Location"] == PATH
    assert "_auth_user_id" not in client.session
    assert trail()[0] == ("person.signed_out", "alice", "alice")


def test_who_comes_through_a_socket_file_signs_in_too(client, alice):
    answer = client.post("/accounts/login/", {"login": "alice", "password": PASSWORD}, REMOTE_ADDR="")

    assert answer["Location"] == "/"
    assert UserSession.objects.get().ip == "0.0.0.0"


def test_nobody_signs_up(client):
    for path in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
        assert client.get(path).status_code == 404


@pytest.mark.asvs("V6.2.3")
def test_a_password_is_changed_and_other_sessions_end(client, alice):
    sign_in(client, "alice")
    before = client.cookies["session"].value
    new = "another correct battery"

    answer = client.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert answer["Location"] == "/profile/"
    assert client.get("/profile/").status_code == 200
    assert client.cookies["session"].value != before
    assert trail()[0] == ("password.changed", "alice", "alice")


@pytest.mark.asvs("V6.2.3")
def test_a_wrong_present_password_changes_nothing(client, alice):
    sign_in(client, "alice")
    new = "another correct battery"

    answer = client.post("/accounts/password/", {"oldpassword": "x", "password1": new, "password2": new})

    assert answer.status_code == 422
    assert "This is not your present password: type it again." in answer.content.decode()
