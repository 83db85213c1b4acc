"""However many clients stop in the middle of a request, the others are answered."""

from __future__ import annotations

import time

import pytest

from tests.wecomnotify.standing import THREADS, Standing, request
from wecomnotify import kept_connections

PROMPTLY_SECONDS = 3
WHOLE = request("/api/v1/events", b"slowly")


def echo(environ, start_response):
    said = b"no" if environ["PATH_INFO"] == "/unread" else environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]


@pytest.fixture
def call(monkeypatch):
    monkeypatch.setattr(kept_connections, "HURRIED_SECONDS", 0.1)
    monkeypatch.setattr(kept_connections, "FIRST_BYTES_SECONDS", 0.1)
    standing = Standing(echo)
    yield standing.call
    standing.hang_up()
    standing.stop()
    assert standing.ends()


@pytest.mark.parametrize("cut", [0, 10, -2], ids=["silent", "in the head", "in the body"])
def test_more_of_them_than_threads_hold_up_nobody(call, cut):
    for slow in [call() for _ in range(3 * THREADS)]:
        slow.send(WHOLE[:cut])
    began = time.monotonic()

    assert call().ask("/", b"here") == "here"
    assert time.monotonic() - began < PROMPTLY_SECONDS


def test_a_body_that_nobody_reads_holds_up_nobody(call):
    refused = [call() for _ in range(3 * THREADS)]
    for each in refused:
        each.send(request("/unread", b"never sent")[:-10])
    began = time.monotonic()

    assert call().ask("/", b"here") == "here"
    assert time.monotonic() - began < PROMPTLY_SECONDS
    assert {each.answer()[2] for each in refused} == {"no"}


def test_who_is_too_slow_is_left(call, monkeypatch):
    monkeypatch.setattr(kept_connections, "SLOW_SECONDS", 0.1)
    slow = call()
    slow.send(WHOLE[:-2])

    assert slow.answers.read() == b""


def test_each_request_of_a_connection_has_its_own_time(call, monkeypatch):
    monkeypatch.setattr(kept_connections, "SLOW_SECONDS", 1.0)
    caller = call()
    for _ in range(3):
        caller.send(WHOLE[:-2])
        assert not kept_connections.is_readable(caller.socket, 400)
        caller.send(WHOLE[-2:])
        assert caller.answer()[2] == "slowly"


LAST = b"GET /last HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("sent", [LAST, b"nonsense\r\n\r\n"], ids=["after the last", "after nonsense"])
def test_who_does_not_hang_up_holds_up_nobody(call, sent):
    idle = [call() for _ in range(3 * THREADS)]
    for each in idle:
        each.send(sent)
    began = time.monotonic()

    assert call().ask("/", b"here") == "here"
    assert time.monotonic() - began < PROMPTLY_SECONDS
    assert {each.answer()[0] for each in idle} == {200 if sent is LAST else 400}
