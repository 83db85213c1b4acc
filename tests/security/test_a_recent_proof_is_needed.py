"""What deals with keys or with people's access asks who it is: each such address, read from the URL map."""

from __future__ import annotations

import time
from unittest import mock

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from tests.security.addresses import filled, pages
from tests.security.pages_table import PAGES
from tests.security.proof_table import NEED_A_PROOF, TO_OPEN

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V7.5.1")]
ROUTES = {each.name: route for route, each in pages().items() if each.name in NEED_A_PROOF}
LATER_SECONDS = 5 * 60 + 1
PROOF = "/accounts/proof/?next="
SECRET = "0123abcd-4567-89ab-cdef-0123456789ab"


@pytest.fixture
def an_old_proof():
    """Let five minutes pass after everybody's sign-in."""
    later = mock.Mock(time=lambda: time.time() + LATER_SECONDS)  # for this module alone: the session lives on
    with mock.patch("teams.recent_proof.time", later):
        yield


def path_of(world, name):
    route = ROUTES[name]
    named = {parameter: world.ids[thing] for parameter, thing in PAGES[route].ids.items()}
    return filled(route, world.ids | named)


def test_the_table_says_what_the_addresses_say():
    said = {
        each.name: each.callback.needs_proof
        for each in pages().values()
        if hasattr(each.callback, "needs_proof")
    }
    assert said == NEED_A_PROOF


@pytest.mark.parametrize("name", NEED_A_PROOF)
def test_an_old_proof_does_not_open_what_is_only_a_form(world, an_old_proof, name):
    path = path_of(world, name)
    answer = world.browser("root").get(path)
    if NEED_A_PROOF[name] == TO_OPEN:
        assert (answer.status_code, answer["Location"]) == (302, PROOF + path.replace("/", "%2F"))
    else:
        assert answer.status_code == PAGES[ROUTES[name]].get[0]


@pytest.mark.parametrize("name", NEED_A_PROOF)
def test_with_an_old_proof_nothing_is_taken_and_nothing_kept(world, an_old_proof, name):
    sessions = [*Session.objects.values_list("session_key", "session_data").order_by("session_key")]

    answer = world.browser("root").post(path_of(world, name), {"webhook": SECRET, "text": SECRET})

    assert answer.status_code == 403
    assert "what you sent was not kept" in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert [*Session.objects.values_list("session_key", "session_data").order_by("session_key")] == sessions


@pytest.mark.parametrize("name", NEED_A_PROOF)
def test_with_a_fresh_proof_it_is_taken(world, name):
    row = PAGES[ROUTES[name]]
    with transaction.atomic():
        answer = world.browser("root").post(path_of(world, name), row.data)
        transaction.set_rollback(True)
    assert answer.status_code == row.post[0]


@pytest.mark.parametrize(
    ("referer", "then"),
    [
        ("http://testserver/teams/shop/?page=2", "%2Fteams%2Fshop%2F%3Fpage%3D2"),
        ("http://elsewhere.example/teams/shop/", "%2F"),
        ("", "%2F"),
    ],
)
def test_the_way_back_is_the_page_it_was_sent_from(world, an_old_proof, referer, then):
    answer = world.browser("root").post("/teams/shop/members/", {}, headers={"referer": referer})
    assert f'href="{PROOF}{then}"' in answer.content.decode()
