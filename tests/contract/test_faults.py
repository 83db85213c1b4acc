"""Each fault of a robot shows its own truth, and what can be retried arrives once the robot answers again."""

from __future__ import annotations

import pytest

from tests.contract.product import eventually
from tests.contract.robot import OK

pytestmark = pytest.mark.contract

EVENT = {"run": "7", "status": "failed"}


def first_attempt(admin, delivery_id):
    return (admin("GET", f"/deliveries/{delivery_id}").json()["attempts"] or [None])[0]


@pytest.mark.parametrize(
    ("answer", "http_status", "errcode"),
    [
        ((200, b'{"errcode":93000,"errmsg":"invalid webhook url"}'), 200, 93000),
        ((200, b'{"errcode":40058,"errmsg":"markdown.content exceed max length 4096"}'), 200, 40058),
        ((200, b'{"errcode":45009,"errmsg":"api freq out of limit"}'), 200, 45009),
        ((500, b"oops"), 500, None),
        ((200, b"<html>not wecom</html>"), 200, None),
        ("close", None, None),
    ],
    ids=["dead robot", "poison message", "rate limited", "HTTP 500", "garbage", "closed socket"],
)
def test_no_refusal_is_called_sent(admin, reporter, step, robot, key, answer, http_status, errcode):
    robot.answers[key] = answer

    delivery = reporter("POST", "/events", EVENT).json()["deliveries"][0]["id"]

    attempt = eventually(lambda: first_attempt(admin, delivery))
    assert (attempt["http_status"], attempt["errcode"]) == (http_status, errcode)
    assert admin("GET", f"/deliveries/{delivery}").json()["state"] != "sent"


@pytest.mark.parametrize(
    "answer", [(500, b"oops"), (200, b"garbage"), "close"], ids=["HTTP 500", "garbage", "closed"]
)
def test_what_can_be_retried_arrives(admin, reporter, step, robot, key, answer):
    robot.answers[key] = answer
    delivery = reporter("POST", "/events", EVENT).json()["deliveries"][0]["id"]
    eventually(lambda: first_attempt(admin, delivery))

    robot.answers[key] = OK

    eventually(lambda: admin("GET", f"/deliveries/{delivery}").json()["state"] == "sent", seconds=20)
