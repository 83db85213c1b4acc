"""Filters, orders and cursors take any text: they find less, or say what is wrong, and never break."""

from __future__ import annotations

import pytest

from tests.security.addresses import API, filled
from tests.security.calls_table import CALLS
from wecomnotify.api import api

pytestmark = pytest.mark.asvs("V1.2.4")
LISTS = [
    "/",
    "/pipelines/",
    "/deliveries/",
    "/queues/",
    "/queues/news/",
    "/credentials/",
    "/teams/",
    "/audit/",
]
NAMES = [
    "q", "search", "state", "pipeline", "step", "credential", "since", "until", "errcode", "verb", "actor",
    "team", "cursor", "order", "order_by", "sort", "limit", "page", "reason", "event", "is_test",
    "team__members__password", "pk__in", "id", "lang",
]  # fmt: skip
TEXTS = [
    "<script>alert(1)</script>",
    "{{ 7*7 }} %(name)s {0.__class__}",
    "\u202egnp.exe\x00\x1b[31m\r\nX: y",
    "' OR '1'='1",
    '"; DROP TABLE teams_team; --',
    "1) UNION SELECT password FROM teams_user --",
    "id; SELECT pg_sleep(9)",
    "-1",
    "0x1F",
    "9" * 40,
    "1e999",
    "٣",  # a digit, and no ASCII
    "..%2f",
    "created_by__password",
    "-created_by__password",
    "%",
    "_",
    "\\",
    "[]",
    "0000-00-00T99:99",
    "9999-12-31T23:59:59Z",
    "9999-12-31",
    "0001-01-01",
    "0001-01-01T00:00:00+14:00",
    "00000000-0000-0000-0000-000000000000",
    "MTIzNDU2",
    "W10=",
    "é" * 300,
]
READS = [call for call in CALLS if call.startswith("GET")]


def query_of(call):
    """Return the names of a call's parameters in its address, as its description has them."""
    path = f"/{API}{call.partition(' ')[2]}"
    found = api.get_openapi_schema()["paths"].get(path, {}).get("get", {}).get("parameters", [])
    return [each["name"] for each in found if each["in"] == "query"]


def stored(text):
    return text.replace("\0", "")  # which no address may hold


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_list_of_a_page_takes_it(world, path, name):
    browser = world.browser("root")
    codes = {browser.get(path, {name: stored(text)}).status_code for text in TEXTS}
    assert codes <= {200, 400, 404, 422}


@pytest.mark.parametrize("path", LISTS)
def test_several_at_once_are_taken_too(world, path):
    browser = world.browser("root")
    codes = {browser.get(path, dict.fromkeys(NAMES, stored(text))).status_code for text in TEXTS}
    assert codes <= {200, 400, 404, 422}


@pytest.mark.parametrize("call", [call for call in READS if query_of(call)])
def test_a_list_of_the_api_takes_it(world, call):
    row, browser = CALLS[call], world.browser("")
    ids = world.ids | {name: world.ids[thing] for name, thing in row.ids.items()}
    path = f"/{API}{filled(call.partition(' ')[2], ids)}"
    for name in [*query_of(call), "order_by", "pk__in"]:
        for text in TEXTS:
            answer = browser.get(path, {name: stored(text)}, headers=world.bearer("root"))
            assert answer.status_code in {200, 400, 404}, (name, text, answer.content[:300])


@pytest.mark.parametrize("call", [call for call in READS if "{" in call])
def test_an_address_takes_it(world, call):
    browser = world.browser("")
    for text in (each for each in map(stored, TEXTS) if "/" not in each and each not in {"", ".", ".."}):
        values = dict.fromkeys([*world.ids, *CALLS[call].ids], text.replace("?", "").replace("#", ""))
        answer = browser.get(f"/{API}{filled(call.partition(' ')[2], values)}", headers=world.bearer("root"))
        assert answer.status_code in {200, 400, 404}, (text, answer.content[:300])
