"""Every answer says of which type it is, in which encoding, and is of that type."""

from __future__ import annotations

import json

import pytest

from tests.security.addresses import API, filled
from tests.security.calls_table import CALLS
from tests.security.pages_table import PAGES
from tests.security.world import EVERYONE

pytestmark = pytest.mark.asvs("V4.1.1")
JSON = {"application/json", "application/problem+json"}
PLAIN = "text/plain; charset=utf-8"


def path_of(world, route, row):
    return filled(route, world.ids | {name: world.ids[thing] for name, thing in row.ids.items()})


def assert_is_what_it_says(response):
    """Read the body by the type: a page begins as one, JSON parses, a text has its encoding."""
    body = response.getvalue().decode()
    if not body:
        return
    kind, _, encoding = response.headers["Content-Type"].partition("; ")
    if kind in JSON:
        json.loads(body)
    elif kind == "text/html":
        assert encoding == "charset=utf-8"
        assert body.lstrip().startswith("<")
    else:
        assert kind in {"text/plain", "text/csv"}
        assert encoding.partition("charset=")[2] == "utf-8"
        assert not body.lstrip().startswith("<")


@pytest.mark.parametrize("route", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_is(world, route, method):
    path = path_of(world, route, PAGES[route])
    for name in ("root", "charlie", "anonymous"):
        assert_is_what_it_says(getattr(world.browser(name), method)(path, {"unknown": "1"}))


@pytest.mark.parametrize("call", CALLS)
def test_an_answer_of_the_api_is_json(world, call):
    method, _, route = call.partition(" ")
    path = f"/{API}{path_of(world, route, CALLS[call])}"
    sent = {} if method == "GET" else {"data": '{"unknown": 1}', "content_type": "application/json"}
    for name in EVERYONE:
        answer = getattr(world.browser(""), method.lower())(path, headers=world.bearer(name), **sent)
        assert_is_what_it_says(answer)
        assert not answer.content or answer.headers["Content-Type"].partition(";")[0] in JSON
