"""POST /events: what a pipeline may send, what it is answered, and that the message arrives."""

from __future__ import annotations

import pytest

from tests.contract.product import eventually

pytestmark = pytest.mark.contract

FAILED = {"run": "1287", "status": "failed", "task": "Build image", "branch": "main"}


def test_a_failure_is_accepted_and_its_message_arrives(reporter, robot, step, key):
    answer = reporter("POST", "/events", FAILED)

    assert answer.status_code == 202
    accepted = answer.json()
    assert accepted["duplicate"] is False
    assert accepted["status"] == "failed"
    assert [delivery["step"] for delivery in accepted["deliveries"]] == [step["id"]]
    assert "Web portal" in eventually(lambda: robot.messages(key))[0]["markdown"]["content"]


def test_the_same_report_twice_notifies_once(reporter, robot, step, key):
    first = reporter("POST", "/events", FAILED)
    second = reporter("POST", "/events", FAILED)

    assert second.status_code == 200
    assert second.json()["id"] == first.json()["id"]
    assert second.json()["duplicate"] is True
    assert len(second.json()["deliveries"]) == 1


def test_a_rerun_that_fails_again_notifies_again(reporter, step):
    answers = [
        reporter("POST", "/events", FAILED | {"attempt": 1}),
        reporter("POST", "/events", FAILED | {"attempt": 2, "status": "running"}),
        reporter("POST", "/events", FAILED | {"attempt": 2}),
    ]

    assert [len(answer.json()["deliveries"]) for answer in answers] == [1, 0, 1]


def test_an_unknown_status_is_kept_and_fires_nothing(reporter, admin, step):
    answer = reporter("POST", "/events", FAILED | {"status": "exploded"})

    assert answer.status_code == 202
    assert answer.json()["status"] == "unknown"
    assert answer.json()["deliveries"] == []


def test_an_event_says_why_each_step_did_or_did_not_fire(reporter, admin, step):
    event = reporter("POST", "/events", FAILED | {"status": "succeeded"}).json()

    answer = admin("GET", f"/events/{event['id']}").json()

    assert [row["matched"] for row in answer["steps"]] == [False]
    assert answer["steps"][0]["reason"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": None}, "status"),
        ({"run": None}, "run"),
        ({"run": ["1"]}, "run"),
        ({"started_at": "soon"}, "started_at"),
    ],
)
def test_a_bad_field_is_named(reporter, change, field):
    answer = reporter("POST", "/events", FAILED | change)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"not json",
        b'{"run": "1", "run": "2", "status": "failed"}',
        b'{"run": "1", "status": "failed", "variables": {"A": NaN}}',
        b'{"run": "\\ud800", "status": "failed"}',
        b'{"run": "1", "status": "failed", "x": ' + b"[" * 50 + b"]" * 50 + b"}",
        b"[" * 100_000,
    ],
)
def test_what_is_no_plain_json_object_is_refused(reporter, raw):
    answer = reporter("POST", "/events", data=raw, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400


def test_an_event_over_256_kib_is_too_large(reporter):
    answer = reporter("POST", "/events", FAILED | {"comment": "x" * (257 * 1024)})

    assert answer.status_code == 413


def test_a_body_in_chunks_is_read(reporter):
    chunks = iter([b'{"run": "1", ', b'"status": "failed"}'])

    assert reporter("POST", "/events", data=chunks).status_code == 202


def test_a_wrong_token_is_refused(stranger):
    assert stranger("POST", "/events", FAILED).status_code == 401


def test_a_pipelines_token_reads_nothing(reporter):
    assert reporter("GET", "/steps").status_code in {401, 403}
