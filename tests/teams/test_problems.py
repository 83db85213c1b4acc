from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404
from ninja.errors import HttpError

from teams.api import problems
from teams.api.problems import FieldError, Problem
from teams.refused import Refused

pytestmark = pytest.mark.asvs("V16.5.1")


class Recorder:
    """Stands where a NinjaAPI would, and answers as it does: by the nearest class."""

    def __init__(self):
        self.handlers = {}
        problems.install(self)

    def add_exception_handler(self, kind, handler):
        self.handlers[kind] = handler

    def answer(self, error):
        kind = next(kind for kind in type(error).__mro__ if kind in self.handlers)
        return self.handlers[kind](None, error)


@pytest.mark.parametrize(
    ("error", "status", "title", "detail"),
    [
        (Problem(429, detail="Wait."), 429, "Too Many Requests", "Wait."),
        (Refused("The last owner stays."), 409, "Not possible now", "The last owner stays."),
        (PermissionDenied("Ask an owner."), 403, "Not allowed", "Ask an owner."),
        (PermissionDenied(), 403, "Not allowed", "You may not do this."),
        (HttpError(405, "No such method."), 405, "Method Not Allowed", "No such method."),
        (RequestDataTooBig(), 413, "Request Entity Too Large", "The body is too large: send less."),
        (
            Http404("secret"),
            404,
            "Not found",
            "Nothing is here for you: check the address, or ask for access.",
        ),
    ],
)
def test_every_error_is_a_problem_document(error, status, title, detail):
    answer = Recorder().answer(error)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }


def test_an_unexpected_error_tells_nothing_of_itself(caplog):
    answer = Recorder().answer(RuntimeError("the key is 693axxx6"))

    assert answer.status_code == 500
    assert b"693axxx6" not in answer.content
    assert json.loads(answer.content)["detail"].startswith("This failed on our side and was logged.")
    assert "The API failed." in caplog.text


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (ValidationError("Choose a robot."), [{"field": "", "message": "Choose a robot."}]),
        (
            ValidationError({"name": ["Too long."], "__all__": ["Not together."]}),
            [{"field": "name", "message": "Too long."}, {"field": "", "message": "Not together."}],
        ),
    ],
)
def test_what_a_model_refuses_is_told_by_field(error, errors):
    answer = Recorder().answer(error)

    assert answer.status_code == 400
    assert json.loads(answer.content)["errors"] == errors


def test_headers_and_fields_come_along():
    errors = [FieldError(field="a", message="b")]
    answer = Problem(429, detail="Wait.", headers={"Retry-After": "7"}, errors=errors).response()

    assert answer["Retry-After"] == "7"
    assert json.loads(answer.content)["errors"] == [{"field": "a", "message": "b"}]
