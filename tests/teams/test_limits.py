from __future__ import annotations

import threading
from pathlib import Path

import pytest
from allauth.account import app_settings
from django.core.cache import cache
from django.db import connection

from notifications.delivery import test_limit
from teams import access_record, limits, link_guesses, sign_in_record
from teams.models import Invitation
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V2.4.1", "V6.3.1")]

PATH = "/accounts/login/"
OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def wrong(client, name, **headers):
    return client.post(PATH, {"login": name, "password": "wrong password"}, headers=headers)


def test_a_minute_has_its_places_and_the_next_one_too():
    taken = [limits.take("thing", "me", per_minute=3, now_seconds=600 + second) for second in range(5)]

    assert taken == [True, True, True, False, False]
    assert limits.take("thing", "you", per_minute=3, now_seconds=604)
    assert limits.take("thing", "me", per_minute=3, now_seconds=660)


@pytest.mark.django_db(transaction=True)
def test_those_who_take_at_the_same_moment_get_no_more():
    answers, together = [], threading.Barrier(4)

    def take():
        together.wait()
        answers.extend(limits.take("thing", "me", per_minute=6, now_seconds=0) for _ in range(4))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(answers), answers.count(True)) == (16, 6)


@pytest.mark.parametrize("count", [0, 1])
def test_a_made_up_address_is_no_way_round(client, alice, settings, count):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    real = ", 203.0.113.7" if count else ""
    for number in range(10):
        wrong(client, f"nobody-{number}", X_Forwarded_For=f"198.51.100.{number}{real}")

    headers = {"X-Forwarded-For": f"198.51.100.99{real}"}
    answer = client.post(PATH, {"login": "alice", "password": PASSWORD}, headers=headers)

    assert answer.status_code in {422, 429}
    assert "_auth_user_id" not in client.session


def test_whoever_guesses_links_waits(client, alice, shop):
    _, link = Invitation.issue(shop, "viewer", by=alice)
    doors = ("invitations", "password-links") * 5
    guesses = [client.get(f"/{door}/wcn_{number}/") for number, door in enumerate(doors)]

    answer = client.get(f"/invitations/{link.reveal()}/")

    assert {each.status_code for each in guesses} == {404}
    assert answer.status_code == 429


def test_a_right_link_is_no_guess(client, alice, shop):
    _, link = Invitation.issue(shop, "viewer", by=alice)

    codes = {client.get(f"/invitations/{link.reveal()}/").status_code for _ in range(15)}

    assert codes == {302}


@pytest.mark.asvs("V6.1.1")
def test_the_documented_limits_are_those_in_force():
    rates = app_settings.RATE_LIMITS
    assert rates["login_failed"] == "10/m/ip,5/300s/key"
    assert rates["login"] == "30/m/ip"
    figures = {
        "sign-ins from one address": "30 a minute",
        "wrong sign-ins from one address": "10 a minute",
        "wrong sign-ins with one name": "5 in five minutes",
        "links that lead nowhere, from one address": f"{link_guesses.GUESSES_PER_MINUTE} a minute",
        "tests of one person": f"{test_limit.PER_MINUTE} a minute",
        "audit entries of failed sign-ins, for one address": f"{sign_in_record.FAILED_PER_MINUTE} a minute",
        "audit entries of denied access, for one person": f"{access_record.DENIED_PER_MINUTE} a minute",
    }
    rows = [f"| {what} | {how_many} |" for what, how_many in figures.items()]
    assert "\n".join(rows) in OPERATIONS.read_text()
