from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_person_changes_how_pages_look_to_them(as_user, alice):
    client = as_user(alice)

    answer = client.post("/profile/", {"first_name": "Alice Wang", "language": "ru", "theme": "dark"})

    alice.refresh_from_db()
    assert answer["Location"] == "/profile/"
    assert (str(alice), alice.language, alice.theme) == ("Alice Wang", "ru", "dark")
    assert answer.cookies["theme"].value == "dark"


def test_a_form_with_faults_comes_back(as_user, alice):
    answer = as_user(alice).post("/profile/", {"first_name": "A", "language": "xx", "theme": "dark"})

    alice.refresh_from_db()
    assert answer.status_code == 422
    assert alice.first_name == ""


def test_a_persons_language_wins_over_the_browsers(as_user, alice):
    client = as_user(alice)
    alice.change_profile(language="ru")

    answer = client.get("/profile/", headers={"Accept-Language": "en"})

    assert answer["Content-Language"] == "ru"


def test_the_switch_of_a_signed_in_person_is_kept(as_user, alice):
    client = as_user(alice)
    alice.change_profile(language="ru")

    answer = client.post("/language/", {"language": "en", "next": "/teams/"})

    alice.refresh_from_db()
    assert answer["Location"] == "/teams/"
    assert alice.language == "en"


def test_the_switch_works_before_signing_in(client):
    client.post("/language/", {"language": "ru", "next": "/accounts/login/"})

    assert client.get("/accounts/login/")["Content-Language"] == "ru"


def test_a_language_that_is_not_spoken_changes_nothing(as_user, alice):
    as_user(alice).post("/language/", {"language": "xx"})

    alice.refresh_from_db()
    assert alice.language == ""
