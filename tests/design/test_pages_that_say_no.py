"""A page that cannot be shown says why and leads on."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string


def test_the_page_for_our_own_faults_needs_nothing_that_may_be_broken():
    html = render_to_string("500.html")

    assert "This page could not be made" in html
    assert 'href="/"' in html


@pytest.mark.django_db
def test_an_unknown_address_says_why_it_may_be_unknown(as_user, alice):
    answer = as_user(alice).get("/no-such-page/")

    assert answer.status_code == 404
    assert "it belongs to a team you are not in" in answer.content.decode()


@pytest.mark.django_db
def test_an_expired_form_says_what_happened(client):
    client.handler.enforce_csrf_checks = True

    answer = client.post("/theme/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "Go back, reload the page and send it again." in answer.content.decode()
