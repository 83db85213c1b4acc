"""Light, dark or as the system: right before any script runs."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.design.addresses")]


def test_a_chosen_theme_is_in_the_next_page(client):
    answer = client.post("/theme/", {"theme": "dark", "next": "/gallery/"})

    assert answer.status_code == 302
    assert answer["Location"] == "/gallery/"
    assert 'data-theme="dark"' in client.get("/gallery/").content.decode()


def test_as_the_system_leaves_the_choice_to_the_browser(client):
    client.post("/theme/", {"theme": "auto"})

    assert "data-theme=" not in client.get("/gallery/").content.decode().partition(">")[0]


def test_a_theme_that_does_not_exist_is_refused(client):
    answer = client.post("/theme/", {"theme": "neon"})

    assert answer.status_code == 400
    assert answer.content == b"theme: choose light, dark or auto."


def test_the_way_back_stays_on_this_server(client):
    assert client.post("/theme/", {"theme": "dark", "next": "//evil.example/"})["Location"] == "/"


def test_a_cookie_from_elsewhere_adds_no_markup(client):
    client.cookies["theme"] = 'x"><script>'

    assert "<script>" not in client.get("/gallery/").content.decode()


def test_a_signed_in_person_keeps_the_theme_on_every_device(as_user, alice):
    as_user(alice).post("/theme/", {"theme": "dark"})

    alice.refresh_from_db()
    assert alice.theme == "dark"


def test_where_no_theme_was_chosen_a_person_sees_their_own(as_user, alice):
    alice.change_profile(theme="dark")

    assert 'data-theme="dark"' in as_user(alice).get("/gallery/").content.decode()


def test_the_theme_of_this_browser_goes_before_the_persons_own(as_user, alice):
    alice.change_profile(theme="dark")
    client = as_user(alice)
    client.cookies["theme"] = "light"

    assert 'data-theme="light"' in client.get("/gallery/").content.decode()
