from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "WeCom Notify"


@pytest.mark.parametrize(
    "path",
    [
        "/events",
        "/events/batch",
        "/hooks/{source}/{hook_id}",
        "/teams",
        "/credentials/{credential_id}/key",
        "/credentials/{credential_id}/test-messages",
        "/pipelines/{team}/{identifier}/tokens",
        "/steps/preview",
        "/deliveries/{delivery_id}/redeliveries",
    ],
)
def test_every_room_is_in_it(document, path):
    assert f"/api/v1{path}" in document["paths"]


def test_every_call_says_what_it_does_and_answers(document):
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            assert call.get("description") or call.get("summary"), (method, path)
            assert call["responses"], (method, path)


def test_every_reference_leads_somewhere(document):
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}

    assert set(references(document)) <= known


def test_the_body_of_an_event_is_described(document):
    body = document["paths"]["/api/v1/events"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]

    assert {"run", "status", "variables", "idempotency_key"} <= set(schema["properties"])
    assert schema["required"] == ["run", "status"]
    batch = document["paths"]["/api/v1/events/batch"]["post"]["requestBody"]
    assert batch["content"]["application/json"]["schema"]["properties"]["events"] == {
        "type": "array",
        "maxItems": 500,
        "items": schema,
    }


def test_it_holds_no_address_of_another_host(document):
    text = json.dumps(document)

    assert "cdn" not in text.lower()


def references(value):
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "$ref":
                yield each
            else:
                yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)
