from __future__ import annotations

import pytest
from django.test import Client, override_settings


@pytest.mark.django_db
@pytest.mark.parametrize("urlconf", ["wecomnotify.urls", "wecomnotify.intake_urls"])
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/events/", "/api/v2/events"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_address_is_a_problem_and_no_page(urlconf, path, method):
    with override_settings(ROOT_URLCONF=urlconf):
        answer = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "Nothing is here for you: check the address, or ask for access.",
    }


@pytest.mark.django_db
def test_a_method_that_is_not_taken_is_a_problem_naming_those_that_are():
    answer = Client().put("/api/v1/teams")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}
    assert answer.json()["title"] == "Method not allowed"
    assert answer.json()["detail"] == f"PUT is not answered here: use {answer['Allow']}."
