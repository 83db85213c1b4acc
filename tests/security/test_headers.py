"""Every answer tells the browser the same: nothing of others, nothing kept, nothing framed."""

from __future__ import annotations

import pytest

from tests.security.addresses import API, filled
from tests.security.calls_table import CALLS
from tests.security.pages_table import PAGES
from tests.security.world import World

pytestmark = pytest.mark.asvs("V3.4.3", "V3.4.4", "V3.4.5", "V3.4.6", "V14.3.2", "V3.2.1", "V3.4.2")

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
TOLD = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
OPENED_BY_ALICE = [route for route, row in PAGES.items() if row.get[1] in {200, 302, 404}]
READ_BY_ALICE = [call for call, row in CALLS.items() if call.startswith("GET") and row.codes[1] == 200]


def assert_told(response):
    """Compare what an answer says with what every answer says."""
    headers = response.headers
    policy = {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}
    assert (policy, {name: headers.get(name) for name in TOLD}) == (POLICY, TOLD)
    assert {"no-store", "private"} <= {part.strip() for part in headers["Cache-Control"].split(",")}
    assert not [name for name in headers if name.startswith("Access-Control-")]


def path_of(world: World, route, row):
    return filled(route, world.ids | {name: world.ids[thing] for name, thing in row.ids.items()})


@pytest.mark.parametrize("route", OPENED_BY_ALICE)
def test_a_page_says_it(world, route):
    assert_told(world.browser("alice").get(path_of(world, route, PAGES[route])))


@pytest.mark.parametrize("call", READ_BY_ALICE)
def test_an_answer_of_the_api_says_it(world, call):
    path = path_of(world, call.partition(" ")[2], CALLS[call])
    assert_told(world.browser("").get(f"/{API}{path}", headers=world.bearer("alice")))


@pytest.mark.parametrize(
    ("code", "method", "path", "more"),
    [
        (302, "get", "/", {"name": "anonymous"}),
        (400, "get", "/", {"headers": {"host": "elsewhere.example"}}),
        (400, "post", "/api/v1/events", {"data": "{"}),
        (401, "get", "/api/v1/steps", {"headers": {}}),
        (403, "get", "/teams/new/", {}),
        (404, "get", "/no-such-page/", {}),
        (404, "get", "/no-such-page/", {"name": "anonymous"}),
        (404, "get", "/steps/999999/", {}),
        (404, "get", "/api/v1/steps/999999", {}),
        (404, "get", "/api/v1/no-such-call", {}),
        (405, "get", "/theme/", {}),
        (405, "delete", "/api/v1/steps", {}),
        (422, "post", "/profile/", {"data": "x=1"}),
    ],
)
def test_an_answer_that_says_no_says_it(world, code, method, path, more):
    given = {"name": "alice", "headers": world.bearer("alice"), "data": ""} | more
    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    sent = {"data": given["data"], "content_type": kind} if method != "get" else {}

    response = getattr(world.browser(given["name"]), method)(path, headers=given["headers"], **sent)

    assert response.status_code == code
    assert_told(response)


def test_a_form_without_its_csrf_token_is_refused_with_them(world):
    response = world.browser("alice", enforce_csrf_checks=True).post("/profile/", {})
    assert response.status_code == 403
    assert_told(response)


def test_a_crash_says_it(world, settings):
    settings.KEYRING_FILE = None
    browser = world.browser("alice", raise_request_exception=False)
    webhook = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123abcd-0000-4000-8000-0000000000ff"

    response = browser.post("/credentials/new/", {"name": "A", "webhook": webhook, "teams": [world.shop.pk]})

    assert response.status_code == 500
    assert_told(response)


def test_a_file_of_ours_is_what_it_says(world):
    response = world.browser("anonymous").get("/static/wecomnotify/css/base.css")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
