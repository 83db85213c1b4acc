from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.api.problems import Problem
from teams.api.strict_json import BODY_MAX_BYTES, DEPTH_MAX, parse, read_object

pytestmark = pytest.mark.asvs("V1.5.2", "V2.2.1")

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def nested(levels):
    return b'{"a":' * levels + b"1" + b"}" * levels


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "The body is not JSON: look at line 1, column 1."),
        (b'{\n  "a"}', "The body is not JSON: look at line 2, column 6."),
        (b"[]", "The body is not a JSON object."),
        (b"null", "The body is not a JSON object."),
        (b'"text"', "The body is not a JSON object."),
        (b"\xff{}", "The body is not UTF-8."),
        (b'{"a":1,"a":1}', 'The name "a" stands twice in one object of the body.'),
        (b'{"b":{"a":1,"a":2}}', 'The name "a" stands twice in one object of the body.'),
        (b'{"a":NaN}', "NaN is no number of JSON: send null or a text."),
        (b'{"a":-Infinity}', "-Infinity is no number of JSON: send null or a text."),
        (b'{"a":1e999}', "A number in the body is too large."),
        (b'{"a":"\\ud800"}', "The body holds half a character (a lone surrogate)."),
        (b'{"\\udfff":1}', "The body holds half a character (a lone surrogate)."),
        (b'{"a":["\\uDBFF"]}', "The body holds half a character (a lone surrogate)."),
        (nested(DEPTH_MAX + 1), "The body is nested over 20 levels deep."),
        (b'{"a":' + b"[" * 20 + b"]" * 20 + b"}", "The body is nested over 20 levels deep."),
        (nested(100_000), "The body is nested over 20 levels deep."),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_what_is_no_strict_json_object_is_refused(body, detail):
    with pytest.raises(Problem) as refused:
        parse(body)

    assert refused.value.status == 400
    assert refused.value.detail == detail


def test_a_number_of_5000_digits_is_refused():
    with pytest.raises(Problem) as refused:
        parse(b'{"a":' + b"1" * 5000 + b"}")

    assert (refused.value.status, refused.value.detail) == (400, "A number in the body is too large.")


def test_20_levels_are_read():
    assert parse(nested(DEPTH_MAX))["a"]


def test_a_pair_of_surrogates_is_one_character():
    assert parse(b'{"a":"\\ud83d\\ude00"}') == {"a": "😀"}


def test_a_byte_order_mark_is_ignored():
    assert parse(b'\xef\xbb\xbf{"a":1}') == {"a": 1}


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_what_is_strict_is_read_as_it_was_written(value):
    assert parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=60))
def test_no_bytes_make_anything_but_an_object_or_a_problem(body):
    with suppress(Problem):
        assert isinstance(parse(body), dict)


def test_what_is_declared_too_large_is_not_read(rf):
    request = rf.post("/", "{}", content_type="application/json", CONTENT_LENGTH="300000")

    with pytest.raises(Problem) as refused:
        read_object(request)

    assert refused.value.status == 413


def test_a_length_that_is_no_number_is_named(rf):
    request = rf.post("/", '{"a":1}', content_type="application/json")
    request.META["CONTENT_LENGTH"] = "many"

    with pytest.raises(Problem) as refused:
        read_object(request)

    assert refused.value.detail == "The header Content-Length is not a number."


def test_djangos_own_limit_is_413_too(rf, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3

    with pytest.raises(Problem) as refused:
        read_object(rf.post("/", '{"a":1}', content_type="application/json"))

    assert refused.value.status == 413


def test_a_limit_may_be_wider(rf):
    body = json.dumps({"a": "x" * BODY_MAX_BYTES})

    assert read_object(rf.post("/", body, content_type="application/json"), max_bytes=10**6)["a"]


@pytest.mark.django_db
def test_a_body_over_the_limit_is_413(api_of, alice):
    answer = api_of(alice).patch("/teams/shop", {"name": "x" * BODY_MAX_BYTES})

    assert answer.status_code == 413
    assert answer.json()["detail"] == "The body is over 256 KiB: send less at once."


@pytest.mark.django_db
def test_a_body_over_djangos_own_limit_is_413(api_of, alice, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    answer = api_of(alice).patch("/teams/shop", {"name": "a longer name"})

    assert answer.status_code == 413


@pytest.mark.django_db
def test_a_malformed_body_is_a_problem_document(client, api_of, alice):
    answer = client.patch(
        "/api/v1/teams/shop", "{", content_type="application/json", headers=api_of(alice).headers
    )

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "The body cannot be read"


@pytest.mark.django_db
def test_a_missing_body_is_a_problem_document(api_of, alice):
    answer = api_of(alice).patch("/teams/shop")

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "body", "message": "This is required."}]
