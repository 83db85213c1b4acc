"""Every route, for every role and a stranger: who may, who may not, and for whom nothing is there."""

from __future__ import annotations

import json
import time

import pytest
from django.db import transaction

from notifications.delivery import test_limit
from tests.security.addresses import API, calls, filled, is_authenticated_by_token, pages
from tests.security.calls_table import CALLS, NEED_A_CREDENTIAL
from tests.security.expectations import SIGN_IN
from tests.security.pages_table import PAGES
from tests.security.world import EVERYONE, token_of

ONLY_READ = {"POST /steps/preview"}
WITHOUT_A_FORM = {f"cgi-bin/webhook/{name}" for name in ("send", "upload_media")} | {
    "api/v1/",
    "api/<path:rest>",
}
TAKES_EVENTS = {"POST /events", "POST /events/batch"}


def answered(response):
    """Return the code of an answer, or that it leads to the sign-in page."""
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/?next="):
        return SIGN_IN
    return response.status_code


def as_everyone(call):
    """Return what each person got, the changes of each taken back."""
    codes = []
    for name in EVERYONE:
        with transaction.atomic():
            codes.append(answered(call(name)))
            transaction.set_rollback(True)
    return tuple(codes)


def path_of(world, route, row):
    return filled(route, world.ids | {name: world.ids[thing] for name, thing in row.ids.items()})


def call_api(world, call, *, headers, **how):
    method, _, route = call.partition(" ")
    row, body = CALLS[call], CALLS[call].body
    if call in NEED_A_CREDENTIAL:
        key = {"credential": str(world.ids["credential"])}
        body = body | ({"step": body["step"] | key} if "step" in body else key)
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    path = f"/{API}{path_of(world, route, row)}"
    return getattr(world.browser(**how), method.lower())(path, headers=headers, **sent)


@pytest.fixture(scope="module")
def tests_used_up(built_world):
    """Leave nobody a test in this minute or the next ones: who may send one is told to wait (429)."""
    for person in built_world.people.values():
        for minute in range(3):
            for _ in range(test_limit.PER_MINUTE):
                test_limit.take(person, now_seconds=time.time() + 60 * minute)


@pytest.mark.asvs("V8.2.1", "V8.3.1")
def test_every_page_has_its_row(private_settings):
    missing = sorted(set(pages()) - set(PAGES))
    assert missing == [], f"Say in tests/security/pages_table.py who may open and send {missing}."


@pytest.mark.asvs("V8.2.1", "V8.3.1")
def test_every_call_has_its_row():
    missing = sorted(set(calls()) - set(CALLS))
    assert missing == [], f"Say in tests/security/calls_table.py who may call {missing}."


def test_no_row_is_left_of_a_route_that_is_gone(private_settings):
    assert (set(PAGES) - set(pages()), set(CALLS) - set(calls())) == (set(), set())


@pytest.mark.asvs("V8.2.1", "V8.3.1", "V8.4.1")
@pytest.mark.parametrize("route", PAGES)
def test_a_page_opens_for_whom_it_should(world, route):
    path = path_of(world, route, PAGES[route])
    assert as_everyone(lambda name: world.browser(name).get(path)) == PAGES[route].get


@pytest.mark.asvs("V8.2.1", "V8.3.1", "V8.4.1")
@pytest.mark.parametrize("route", PAGES)
def test_a_form_is_taken_from_whom_it_should(world, tests_used_up, route):
    row = PAGES[route]
    path = path_of(world, route, row)
    assert as_everyone(lambda name: world.browser(name).post(path, row.data)) == row.post


@pytest.mark.asvs("V8.2.1", "V8.3.1", "V8.4.1")
@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_answered_for_whom_it_should(world, tests_used_up, call):
    got = as_everyone(lambda name: call_api(world, call, headers=world.bearer(name), name="anonymous"))
    assert got == CALLS[call].codes


@pytest.mark.asvs("V3.5.1")
@pytest.mark.parametrize("route", [route for route in PAGES if route not in WITHOUT_A_FORM])
def test_a_form_without_the_csrf_token_is_refused(world, route):
    browser = world.browser("root", enforce_csrf_checks=True)
    response = browser.post(path_of(world, route, PAGES[route]), PAGES[route].data)
    assert response.status_code == 403


@pytest.mark.asvs("V7.2.2")
@pytest.mark.parametrize("call", [call for call in CALLS if is_authenticated_by_token(call)])
def test_a_session_is_no_token(world, call):
    assert call_api(world, call, headers={}, name="root").status_code == 401


@pytest.mark.parametrize("call", [call for call in CALLS if is_authenticated_by_token(call)])
def test_a_token_does_no_more_than_its_scope(world, tests_used_up, call):
    root = world.people["root"]
    read, events = ({"Authorization": f"Bearer {token_of(root, scope)}"} for scope in ("read", "events"))
    is_read = call.startswith("GET") or call in ONLY_READ

    codes = [call_api(world, call, headers=headers, name="").status_code for headers in (read, events)]

    assert codes == [200 if is_read else 403, CALLS[call].codes[0] if call in TAKES_EVENTS else 403]
