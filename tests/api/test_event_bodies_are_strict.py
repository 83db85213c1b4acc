from __future__ import annotations

import pytest

from notifications.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("V2.2.1", "V2.2.2")]

FAILED = {"run": "1287", "status": "failed"}
TEXT = "This must be a text."
TEXT_OR_NUMBER = "This must be a text or a whole number."
TIME = "This must be a time with its zone, such as 2026-11-22T08:00:00Z."
ADDRESS = "This must be an http:// or https:// address of at most 2,000 characters."
COUNT = "This must be a whole number from 1 on."


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"status": None}, "status", "This is required."),
        ({"status": "  "}, "status", "This is required."),
        ({"status": 5}, "status", TEXT),
        ({"run": None}, "run", "This is required."),
        ({"run": True}, "run", TEXT_OR_NUMBER),
        ({"run": 1.5}, "run", TEXT_OR_NUMBER),
        ({"run": "9" * 101}, "run", "This has 101 characters; at most 100 are kept: shorten it."),
        ({"branch": 7}, "branch", TEXT),
        ({"branch": "a\u0000b"}, "branch", "This holds a NUL character: leave it out."),
        ({"attempt": 0}, "attempt", COUNT),
        ({"attempt": "2"}, "attempt", COUNT),
        ({"attempt": True}, "attempt", COUNT),
        ({"url": "javascript:alert(1)"}, "url", ADDRESS),
        ({"url": "https://"}, "url", ADDRESS),
        ({"url": "https://a b"}, "url", ADDRESS),
        ({"started_at": "soon"}, "started_at", TIME),
        ({"started_at": "2026-11-22T08:00:00"}, "started_at", TIME),
        ({"finished_at": "9999-12-31T23:59:59-23:59"}, "finished_at", TIME),
        ({"finished_at": 1763800000}, "finished_at", TEXT),
        ({"pull_request": "7"}, "pull_request", "This must be an object."),
        ({"pull_request": {"id": [7]}}, "pull_request.id", TEXT_OR_NUMBER),
        ({"pull_request": {"title": 7}}, "pull_request.title", TEXT),
        ({"variables": []}, "variables", "This must be an object."),
        ({"variables": {"A": {}}}, "variables.A", TEXT),
        ({"variables": {"": "x"}}, "variables.", "A name has 1 to 100 characters."),
        (
            {"variables": dict.fromkeys(map(str, range(501)), "x")},
            "variables",
            "At most 500 variables are kept.",
        ),
        ({"pipeline": ["web"]}, "pipeline", TEXT),
    ],
)
def test_a_bad_member_is_named_and_nothing_is_stored(ci, step, change, field, message):
    answer = ci.post("/events", FAILED | change)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == [{"field": field, "message": message}]
    assert not Event.objects.exists()


def test_every_bad_member_is_named_at_once(ci, web):
    answer = ci.post("/events", {"attempt": 0, "branch": 7})

    assert [error["field"] for error in answer.json()["errors"]] == ["status", "run", "attempt", "branch"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'"text"',
        b"not json",
        b"\xff\xfe",
        b'{"run": "1", "run": "2", "status": "failed"}',
        b'{"run": "1", "status": "failed", "variables": {"A": NaN}}',
        b'{"run": "1", "status": "failed", "variables": {"A": Infinity}}',
        b'{"run": "\\ud800", "status": "failed"}',
        b'{"run": ' + b"9" * 5000 + b', "status": "failed"}',
        b'{"run": "1", "status": "failed", "x": ' + b"[" * 50 + b"]" * 50 + b"}",
        b"[" * 100_000,
        b'{"a":' * 40_000,
    ],
)
def test_what_is_no_plain_json_object_is_400(ci, web, raw):
    answer = ci.post("/events", raw)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert not Event.objects.exists()


def test_over_256_kib_is_413(ci, web):
    answer = ci.post("/events", FAILED | {"comment": "x" * (256 * 1024)})

    assert answer.status_code == 413
    assert answer.json()["detail"] == "The body is over 256 KiB: send less at once."


def test_256_kib_are_accepted(ci, web):
    frame = len('{"run": "1287", "status": "failed", "comment": ""}')
    answer = ci.post("/events", FAILED | {"comment": "x" * (256 * 1024 - frame)})

    assert answer.status_code == 202
