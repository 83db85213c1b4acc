"""What is hidden in a report of a crash: every telling text of the request, wherever it came in."""

from __future__ import annotations

import io
import sys

import pytest
from django.test import RequestFactory

from wecomnotify.error_reports import request_in
from wecomnotify.sent_texts import SentTexts

SHOWN = "a word, a-long-value-of-somebody, and more"


UNSENT = "a word, a-long-value-of-nobody, and more"


def hidden(request, shown=SHOWN):
    return SentTexts.of(request).hidden_in(shown)


VALUE = "a-long-value-of-somebody"
JSON = {"content_type": "application/json"}
# Made one by one: what a living request brought is hidden everywhere.
WAYS = {
    "form": lambda make: make.post("/", {"field": VALUE}),
    "query": lambda make: make.get("/", {"field": f"x={VALUE}&y"}),
    "JSON": lambda make: make.post("/", {"a": [{"b": VALUE}]}, **JSON),
    "a name in JSON": lambda make: make.post("/", {VALUE: 1}, **JSON),
    "cookie": lambda make: make.get("/", headers={"cookie": f"c={VALUE}"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_hidden_wherever_it_came_in(way):
    request = WAYS[way](RequestFactory())
    assert request.body is not None  # a view has read it
    assert hidden(request) == "a word, ••••, and more"


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '"\\ud800 is no text that could be written"', "1"])
def test_a_body_that_is_no_json_hides_nothing_and_breaks_nothing(body):
    request = RequestFactory().post("/", body, content_type="application/json")
    assert request.body is not None
    assert hidden(request, UNSENT) == UNSENT


@pytest.mark.parametrize("fields", [1, 2000])
def test_a_form_that_cannot_be_read_breaks_nothing(fields):
    kind = "multipart/form-data; boundary=x" if fields == 1 else "application/x-www-form-urlencoded"
    request = RequestFactory().post("/", "a=1&" * fields, content_type=kind, headers={"content-length": "-1"})
    assert hidden(request, UNSENT) == UNSENT


def test_a_file_is_read_too():
    request = RequestFactory().post("/", {"list": io.BytesIO(VALUE.encode())})
    assert hidden(request) == "a word, ••••, and more"


def test_a_closed_file_breaks_nothing():
    request = RequestFactory().post("/", {"list": io.BytesIO(b"a-long-value-of-nobody")})
    request.FILES["list"].close()
    assert hidden(request, UNSENT) == UNSENT


def test_without_a_request_only_what_looks_like_a_secret_is_hidden():
    assert SentTexts.of(None).hidden_in("wcn_0123456789abcdef a-long-value") == "wcn_•••• a-long-value"


def test_a_frame_knows_the_request_of_its_callers():
    request = RequestFactory().get("/")

    def inner():
        return request_in(sys._getframe())

    assert inner() is request
    assert request_in(None) is None
