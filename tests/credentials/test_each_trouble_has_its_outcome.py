"""What a robot answers, or fails to, becomes one outcome each; none of them is an exception."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import Future

import pytest

from credentials import connections, lines, sender
from credentials.answers import Answer, Fault, Outcome
from sealing.secret import Secret
from tests.credentials.conftest import KEY, MESSAGE
from tests.credentials.raw_server import answers, drips, stays_silent

pytestmark = pytest.mark.asvs("V16.5.2")


def send():
    answer = sender.send("loopback", Secret(KEY), MESSAGE)
    assert answer.duration_ms >= 0
    return answer


def result(answer: Answer):
    return answer.outcome, answer.http_status, answer.errcode, answer.errmsg


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("busy", {}, (Outcome.BUSY, 200, -1, "system busy")),
        ("concurrent", {}, (Outcome.BUSY, 200, 45033, "api concurrent out of limit")),
        ("rate_limited", {}, (Outcome.RATE_LIMITED, 200, 45009, "api freq out of limit")),
        ("removed", {}, (Outcome.DEAD_ROBOT, 200, 93000, "invalid webhook url")),
        ("disabled", {}, (Outcome.DEAD_ROBOT, 200, 93004, "robot is disabled")),
        ("errcode", {"errcode": 301002, "text": "no"}, (Outcome.REFUSED, 200, 301002, "no")),
        ("garbage", {}, (Outcome.UNREADABLE, 200, None, "")),
        ("unsupported_media_type", {}, (Outcome.REFUSED, 415, None, "")),
        ("redirect", {}, (Outcome.REFUSED, 302, None, "")),
        ("status", {"status": 500, "text": "<h1>Oh</h1>"}, (Outcome.SERVER_ERROR, 500, None, "")),
        ("status", {"status": 503}, (Outcome.SERVER_ERROR, 503, None, "")),
        ("status", {"status": 408}, (Outcome.SERVER_ERROR, 408, None, "")),
        ("status", {"status": 429}, (Outcome.RATE_LIMITED, 429, None, "")),
        ("status", {"status": 404}, (Outcome.DEAD_ROBOT, 404, None, "")),
        ("drop", {}, (Outcome.AMBIGUOUS, None, None, Fault.CLOSED)),
        ("drop_after_accepting", {}, (Outcome.AMBIGUOUS, None, None, Fault.CLOSED)),
    ],
)
def test_a_scripted_fault_becomes_its_outcome(wecom, kind, more, expected):
    wecom.add_robot(KEY)
    wecom.script(kind, **more)

    assert result(send()) == expected


def test_an_accepted_message_stands_in_the_group(wecom):
    wecom.add_robot(KEY)

    assert result(send()) == (Outcome.ACCEPTED, 200, 0, "ok")
    assert wecom.calls[0].json == MESSAGE
    assert "构建失败".encode() in wecom.calls[0].body
    assert wecom.calls[0].headers["content-type"] == "application/json; charset=utf-8"


def test_a_refused_connection_was_not_sent(settings):
    settings.WECOM_ENDPOINTS = {"loopback": "http://127.0.0.1:1"}

    assert result(send()) == (Outcome.NOT_SENT, None, None, Fault.CONNECT)


def test_an_unknown_host_was_not_sent(settings):
    settings.WECOM_ENDPOINTS = {"corp": "https://wecom.invalid"}

    answer = sender.send("corp", Secret(KEY), MESSAGE)

    assert result(answer) == (Outcome.NOT_SENT, None, None, Fault.NAME)


def test_an_answer_that_breaks_off_is_ambiguous(raw_server):
    raw_server(answers(b"HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n", b'{"errcode":'))

    assert result(send()) == (Outcome.AMBIGUOUS, 200, None, Fault.CLOSED)


def test_a_server_error_that_breaks_off_is_a_server_error(raw_server):
    raw_server(answers(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 999\r\n\r\n", b"<html>"))

    assert result(send()) == (Outcome.SERVER_ERROR, 502, None, "")


def test_an_answer_over_16_kib_is_unreadable(raw_server):
    long = b'{"errcode":0,"errmsg":"' + b"x" * 20_000 + b'"}'
    raw_server(answers(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(long), long))

    assert result(send()) == (Outcome.UNREADABLE, 200, None, Fault.TOO_LONG)


def test_what_is_no_http_is_ambiguous(raw_server):
    raw_server(answers(b"SSH-2.0-OpenSSH_9.2\r\n"))

    assert result(send()) == (Outcome.AMBIGUOUS, None, None, Fault.CLOSED)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 1000, id="head"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000, id="body"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, id="endless 100"),
    ],
)
def test_dripping_bytes_end_at_the_deadline(raw_server, monkeypatch, text):
    monkeypatch.setattr(sender, "TOTAL_SECONDS", 0.4)
    stopped = threading.Event()
    raw_server(drips(text, stopped))

    answer = send()

    stopped.set()
    assert (answer.outcome, answer.errmsg) == (Outcome.AMBIGUOUS, Fault.READ_TIMEOUT)
    assert 350 <= answer.duration_ms < 1500


def test_silence_ends_at_the_deadline(raw_server, monkeypatch):
    monkeypatch.setattr(sender, "TOTAL_SECONDS", 0.3)
    stopped = threading.Event()
    raw_server(stays_silent(stopped))

    answer = send()

    stopped.set()
    assert (answer.outcome, answer.errmsg) == (Outcome.AMBIGUOUS, Fault.READ_TIMEOUT)


def test_nothing_is_written_after_the_deadline(raw_server, monkeypatch):
    monkeypatch.setattr(sender, "TOTAL_SECONDS", 0.0)
    server = raw_server(answers(b""))

    assert result(send()) == (Outcome.NOT_SENT, None, None, Fault.CONNECT_TIMEOUT)
    assert all(request == b"" for request in server.heard)


@pytest.fixture
def slow_names(monkeypatch, settings, wecom):
    """Let looking up a name take until the test says that it is found."""
    found = threading.Event()
    look_up = socket.getaddrinfo

    def slow(*args, **kwargs):
        found.wait(10)
        return look_up(*args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    monkeypatch.setattr(connections, "CONNECTING_SECONDS", 0.2)
    settings.WECOM_ENDPOINTS = {"loopback": wecom.url}
    lines._thread.line = None
    yield found
    found.set()


def test_a_name_that_is_not_found_in_time_is_not_waited_for(slow_names, wecom):
    assert result(send()) == (Outcome.NOT_SENT, None, None, Fault.CONNECT_TIMEOUT)
    assert wecom.calls == []


def test_a_connection_that_comes_too_late_is_closed():
    ours, theirs = socket.socketpair()
    future = Future()
    future.cancel()
    connections._connect(lambda: ours, future)
    assert theirs.recv(1) == b""
    theirs.close()


def test_a_fault_that_comes_too_late_is_nobodys():
    future = Future()
    future.cancel()
    connections._connect(lambda: 1 / 0, future)
    assert future.cancelled()
