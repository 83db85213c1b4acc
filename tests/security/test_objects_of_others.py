"""Naming an object of another team is answered as naming one that does not exist, wherever it is named."""

from __future__ import annotations

import json
import uuid

import pytest

from credentials.models import Credential
from notifications.models import Pipeline
from tests.security.addresses import API, filled
from tests.security.calls_table import CALLS
from tests.security.test_reading_changes_nothing import contents
from tests.security.world import new_key

pytestmark = pytest.mark.asvs("V8.2.2")
BY_NUMBER = 987_654_321
OF_THE_SHOP = ("Failures", "Web portal", "Ops group")
# What names the shop's things in a body, beside what names nothing at all.
STEP = {"pipeline": "other/own", "name": "New"}
BODIES = {
    "a rule's pipeline": ("POST /steps", STEP, "pipeline"),
    "a rule's credential": ("POST /steps", STEP, "credential"),
    "a rule's team": ("POST /steps", {"name": "New"}, "team"),
    "a pipeline's team": ("POST /pipelines", {"identifier": "new", "name": "New"}, "team"),
    "a previewed rule's credential": (
        "POST /steps/preview",
        {"sample": "failed", "step": STEP},
        "step.credential",
    ),
    "an event's pipeline": ("POST /events", {"run": "8", "status": "failed"}, "pipeline"),
    "a fallback group": ("PUT /teams/{slug}/fallback", {}, "fallback_credential"),
    "a credential's teams": ("POST /credentials", {"name": "New"}, "teams"),
    "what is sent again": ("POST /redeliveries", {"filter": {}}, "filter.credential"),
    "whose messages are sent again": ("POST /redeliveries", {"filter": {}}, "filter.pipeline"),
    "which rule's are sent again": ("POST /redeliveries", {"filter": {}}, "filter.step"),
}
FILTERED = {
    "/api/v1/steps": ["pipeline", "credential"],
    "/api/v1/deliveries": ["pipeline", "step", "credential"],
    "/api/v1/pipelines": ["team"],
    "/api/v1/credentials": ["team"],
    "/deliveries/": ["pipeline", "step", "credential"],
    "/audit/": ["team"],
    "/": ["pipeline", "credential"],
}
FILTERS = [(path, name) for path, names in FILTERED.items() for name in names]


@pytest.fixture
def charlie(world):
    """Charlie, who owns the team `other` with a pipeline and a credential of its own."""
    owner = world.people["charlie"]
    Pipeline.add(team=world.other, identifier="own", name="Own", by=owner)
    Credential.register(name="Own group", webhook=new_key(), by=owner, teams=[world.other])
    return owner


def names(world, field):
    """Return what names a thing of the shop, and what names nothing, in words of the same kind."""
    kind = field.rpartition(".")[2]
    return {
        "pipeline": ("shop/web", "shop/nowhere"),
        "team": ("shop", "nowhere"),
        "teams": (["shop"], ["nowhere"]),
        "step": (str(world.ids["step"]), str(BY_NUMBER)),
        "credential": (str(world.ids["credential"]), str(uuid.uuid4())),
        "fallback_credential": (str(world.ids["credential"]), str(uuid.uuid4())),
    }[kind]


def answered(world, call, body, field, named):
    """Return code and body of an answer, with the name in it blanked."""
    method, _, route = call.partition(" ")
    told = json.loads(json.dumps(body))
    if call == "POST /credentials":
        told["webhook_url"] = new_key()
    inside = told
    *way, last = field.split(".")
    for each in way:
        inside = inside[each]
    inside[last] = named
    path = f"/{API}{filled(route, {'slug': 'other'})}"
    request = getattr(world.browser(""), method.lower())
    answer = request(path, json.dumps(told), content_type="application/json", headers=world.bearer("charlie"))
    return answer.status_code, blanked(answer, named)


def blanked(answer, named):
    text = answer.content.decode()
    for name in named if isinstance(named, list) else [named]:
        for part in (name, name.rpartition("/")[2]):
            text = text.replace(part, "…")
    return text


@pytest.mark.parametrize(("call", "body", "field"), BODIES.values(), ids=BODIES)
def test_in_a_body(world, charlie, call, body, field):
    before = contents()
    theirs, nothing = (answered(world, call, body, field, named) for named in names(world, field))

    assert theirs == nothing
    assert theirs[0] in {200, 400, 404}  # 200 where it only narrows, or only draws
    assert contents() == before


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_in_a_filter(world, charlie, path, name):
    browser, headers, told = world.browser("charlie"), world.bearer("charlie"), []

    for named in names(world, name):
        answer = browser.get(path, {name: named}, headers=headers)
        told.append((answer.status_code, blanked(answer, named) if path.startswith("/api") else ""))
        assert [own for own in OF_THE_SHOP if own in answer.content.decode()] == []

    assert told[0] == told[1]


@pytest.mark.parametrize(
    "call", [call for call in CALLS if "{" in call and not call.startswith("POST /hooks")]
)
def test_in_an_address(world, charlie, call):
    """Whoever asks by an id of another team's gets what an unknown id gets."""
    method, _, route = call.partition(" ")
    row = CALLS[call]
    theirs = world.ids | {name: world.ids[thing] for name, thing in row.ids.items()}
    unknown = {
        name: uuid.uuid4() if name == "credential_id" else BY_NUMBER if name.endswith("_id") else "nowhere"
        for name in [*world.ids, *row.ids]
    }
    sent = {"data": json.dumps(row.body or {}), "content_type": "application/json"} if method != "GET" else {}
    request = getattr(world.browser(""), method.lower())

    codes = [
        request(f"/{API}{filled(route, ids)}", headers=world.bearer("charlie"), **sent).json()
        for ids in (theirs, unknown)
    ]

    assert codes[0] == codes[1]
    assert codes[0]["status"] == 404
