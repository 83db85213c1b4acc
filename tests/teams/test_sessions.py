from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teams.devices import device
from teams.models import AuditEntry, PasswordLink
from teams.sessions import forget_ended_sessions
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PATH = "/profile/security/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "another correct battery"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def signed_in(login="alice", *, agent=FIREFOX):
    browser = Client(headers={"user-agent": agent})
    browser.post("/accounts/login/", {"login": login, "password": PASSWORD})
    return browser


def is_in(browser):
    return browser.get("/profile/").status_code == 200


def let_pass(browser, *, began=0, seen=0):
    session = browser.session
    session["began"] -= began
    session["seen"] -= seen
    session.save()


def writes(browser):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get("/profile/")
    return [query["sql"].split(" ")[0] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]


@pytest.mark.asvs("V7.2.4")
def test_a_sign_in_gives_the_session_another_name(client, alice):
    client.get("/accounts/login/")
    client.post("/invitations/acceptance/")
    before = client.session.session_key
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})

    assert client.session.session_key != before


@pytest.mark.asvs("V7.4.1")
def test_a_copied_cookie_is_worth_nothing_after_the_sign_out(alice):
    browser, thief = signed_in(), Client()
    thief.cookies["session"] = browser.cookies["session"].value
    assert is_in(thief)

    browser.post("/accounts/logout/")
    assert not is_in(thief)


@pytest.mark.asvs("V7.3.1", "V7.3.2")
@pytest.mark.parametrize(
    ("passed", "stays"),
    [
        ({"seen": 3590, "began": 3590}, True),
        ({"seen": 3601, "began": 3601}, False),
        ({"began": 12 * 3600 - 10}, True),
        ({"began": 12 * 3600 + 1}, False),
    ],
)
def test_a_session_ends_by_itself(alice, passed, stays):
    browser = signed_in()
    let_pass(browser, **passed)

    assert is_in(browser) is stays
    assert Session.objects.count() == int(stays)


def test_that_a_person_is_there_is_written_once_a_minute(alice):
    browser = signed_in()
    assert writes(browser) == []

    let_pass(browser, seen=61)
    assert "UPDATE" in writes(browser)
    assert writes(browser) == []


def test_the_list_says_which_browsers_and_where_from(alice):
    signed_in(agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1")
    page = signed_in().get(PATH).content.decode()

    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("127.0.0.1") == 2
    assert page.count("/end/") == 2  # the other one, and all others


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on macOS",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 wxwork/4.1", "WeCom on Android"),
        ("curl/8.0", "An unknown program"),
        ("<script>alert(1)</script>", "An unknown program"),
    ],
)
def test_a_browser_has_a_short_name(agent, words):
    assert device(agent) == words


def test_one_session_is_ended(alice):
    other, here = signed_in(), signed_in()
    key = other.session.session_key

    answer = here.post(f"{PATH}{UserSession.objects.get(session_key=key).pk}/end/")

    assert answer["Location"] == PATH
    assert (is_in(other), is_in(here)) == (False, True)
    entry = AuditEntry.objects.filter(verb="session.ended").get()
    assert (entry.target, entry.after) == ("alice", {"count": 1})


def test_all_others_are_ended(alice, bob):
    others, of_bob, here = [signed_in(), signed_in()], signed_in("bob"), signed_in()

    here.post(f"{PATH}others/end/")

    assert [is_in(each) for each in (*others, of_bob, here)] == [False, False, True, True]


def test_nobody_ends_another_persons_session_nor_this_one_here(alice, bob):
    signed_in("bob")
    here = signed_in()
    for session in UserSession.objects.all():
        assert here.post(f"{PATH}{session.pk}/end/").status_code == 404


@pytest.mark.asvs("V7.4.3")
def test_a_changed_password_ends_the_others(alice):
    other, here = signed_in(), signed_in()
    here.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert (is_in(other), is_in(here)) == (False, True)
    assert UserSession.objects.filter(user=alice, session_key=other.session.session_key).count() == 0


@pytest.mark.asvs("V7.4.3")
def test_a_password_chosen_by_a_link_ends_the_others(client, alice, root):
    other = signed_in()
    link = PasswordLink.issue(alice, by=root).reveal()
    client.get(f"/password-links/{link}/")

    client.post("/password-links/choice/", {"new_password1": NEW, "new_password2": NEW})

    assert (is_in(other), is_in(client)) == (False, True)


def test_what_ended_is_forgotten_by_night(alice):
    signed_in()
    here = signed_in()
    Session.objects.exclude(session_key=here.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )

    assert forget_ended_sessions() == 1
    assert [each.session_key for each in UserSession.objects.all()] == [here.session.session_key]
