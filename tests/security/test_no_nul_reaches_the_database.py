"""PostgreSQL stores no NUL: an address, a question or a cookie that holds one is refused at the door."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
WORDS = "The address or a cookie holds a NUL character: leave it out."


@pytest.mark.parametrize("address", ["/?q=a%00b", "/pipelines/shop/a%00b/", "/deliveries/?state=%00", "/%00"])
def test_an_address_with_a_nul_is_refused(as_user, alice, address):
    answer = as_user(alice).get(address)
    assert (answer.status_code, answer.content.decode()) == (400, WORDS)


def test_a_cookie_with_a_nul_is_refused():
    answer = Client(headers={"cookie": 'session="12345678\\000"'}).get("/")
    assert (answer.status_code, answer.content.decode()) == (400, WORDS)


@pytest.mark.parametrize("address", ["/api/v1/steps?pipeline=shop/a%00b", "/api/v1/pipelines/shop/%00"])
def test_the_api_answers_it_as_a_problem(address):
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"] == WORDS


def test_a_search_without_one_is_answered(as_user, alice):
    assert as_user(alice).get("/?q=100%25%200").status_code == 200
