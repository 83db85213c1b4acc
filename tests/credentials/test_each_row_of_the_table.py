"""Every attack on a sender that is known, over each way a message goes: plain, TLS, through the proxy."""

from __future__ import annotations

import threading
import tracemalloc

import pytest

from credentials import sender
from credentials.answers import Fault, Outcome
from sealing.secret import Secret
from tests.credentials.conftest import KEY, MESSAGE
from tests.credentials.encrypted import certificate, encrypted, relays
from tests.credentials.raw_server import BODY, OK, RawServer, answers, drips, floods, packed

pytestmark = pytest.mark.asvs("V1.3.6", "V15.3.2")
WAYS = ["http", "tls", "proxy"]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.fixture
def stand():
    """Start servers, which end with the test: `stand(behave).port`."""
    servers = []

    def start(behave):
        servers.append(RawServer(behave))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def bystander(stand):
    """A place where nothing must arrive."""
    return stand(answers(OK))


@pytest.fixture(params=WAYS)
def robot(request, stand, settings, tmp_path):
    """Make what behaves so the loopback endpoint, over one of the ways: `robot(answers(OK)).heard`."""
    way = request.param

    def serve(behave):
        if way == "http":
            server = stand(behave)
            settings.WECOM_ENDPOINTS = {"loopback": f"http://127.0.0.1:{server.port}"}
            return server
        file = certificate(tmp_path, "127.0.0.1")
        server = stand(encrypted(behave, file))
        settings.WECOM_CA_BUNDLE = str(file)
        settings.WECOM_ENDPOINTS = {"loopback": f"https://127.0.0.1:{server.port}"}
        if way == "proxy":
            settings.WECOM_PROXY = f"http://127.0.0.1:{stand(relays).port}"
        return server

    return serve


@pytest.fixture
def hurry(monkeypatch):
    """Leave a call so little time that a test need not wait; bytes drip until the test ends."""
    monkeypatch.setattr(sender, "TOTAL_SECONDS", 0.5)
    stopped = threading.Event()
    yield stopped
    stopped.set()


def send(endpoint="loopback"):
    return sender.send(endpoint, Secret(KEY), MESSAGE)


def result(answer):
    return answer.outcome, answer.http_status, answer.errmsg


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(robot, bystander, status):
    place = f"http://127.0.0.1:{bystander.port}/".encode()
    robot(answers(b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, place)))

    assert result(send()) == (Outcome.REFUSED, status, "")
    assert bystander.connections == []


@pytest.mark.parametrize("spelling", [str.lower, str.upper])
def test_no_proxy_of_the_environment_is_used_or_avoided(robot, bystander, monkeypatch, spelling):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(spelling(name), f"http://127.0.0.1:{bystander.port}")
    monkeypatch.setenv(spelling("no_proxy"), "*")
    robot(answers(OK))

    assert send().outcome == Outcome.ACCEPTED
    assert bystander.connections == []


@pytest.mark.parametrize("variable", ["NETRC", "HOME"])
def test_netrc_adds_no_password(robot, monkeypatch, tmp_path, variable):
    file = tmp_path / ".netrc"
    file.write_text("machine 127.0.0.1 login me password secret\n")
    file.chmod(0o600)
    monkeypatch.setenv(variable, str(file if variable == "NETRC" else tmp_path))
    server = robot(answers(OK))

    assert send().outcome == Outcome.ACCEPTED
    assert b"authorization" not in server.heard[0].lower()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + b"X-Long: " + b"y" * 1000, id="head"),
        pytest.param(HEAD + b"Content-Length: 1000\r\n\r\n" + b" " * 1000, id="body"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 200, id="chunks"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, id="endless 100"),
    ],
)
def test_what_drips_ends_at_the_deadline(robot, hurry, text):
    robot(drips(text, hurry))

    answer = send()

    assert (answer.outcome, answer.errmsg) == (Outcome.AMBIGUOUS, Fault.READ_TIMEOUT)
    assert 450 <= answer.duration_ms < 1500


@pytest.mark.parametrize("text", [HEAD, HEAD[:-2], HEAD + b"X-Lo", b"HTTP/1.1 200 OK\r\n"])
def test_a_head_that_breaks_off_is_no_answer(robot, text):
    robot(answers(text))

    assert result(send()) == (Outcome.AMBIGUOUS, 200, Fault.CLOSED)


def test_a_handshake_that_drips_ends_at_the_deadline(stand, settings, hurry):
    server = stand(drips(b"\x16\x03\x03\x40\x00" + b"\0" * 1000, hurry, asked=False))
    settings.WECOM_ENDPOINTS = {"loopback": f"https://127.0.0.1:{server.port}"}

    answer = send()

    assert result(answer) == (Outcome.NOT_SENT, None, Fault.CONNECT_TIMEOUT)
    assert 450 <= answer.duration_ms < 1500


@pytest.mark.parametrize(
    "granted", [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 99, b"HTTP/1.1 200 OK\r\n\r\n\x16\x03"]
)
def test_a_proxy_that_drips_ends_at_the_deadline(stand, settings, hurry, granted):
    settings.WECOM_PROXY = f"http://127.0.0.1:{stand(drips(granted + bytes(999), hurry)).port}"
    settings.WECOM_ENDPOINTS = {"loopback": "https://127.0.0.1:9"}

    answer = send()

    assert result(answer) == (Outcome.NOT_SENT, None, Fault.CONNECT_TIMEOUT)
    assert 450 <= answer.duration_ms < 1500


@pytest.mark.parametrize("megabytes", [200, 12])  # packed, the first is over 16 KiB and the second is not
@pytest.mark.parametrize("is_announced", [True, False])
def test_what_is_packed_stays_packed(robot, megabytes, is_announced):
    bomb = packed(megabytes)
    length = b"Content-Length: %d\r\n" % len(bomb) if is_announced else b""
    robot(answers(HEAD + b"Content-Encoding: gzip\r\n" + length + b"\r\n", bomb))
    tracemalloc.start()

    answer = send()

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.outcome == Outcome.UNREADABLE
    assert peak < 1_000_000


def test_chunks_without_end_are_read_no_further_than_an_answer_may_be(robot):
    head, chunk = HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b" " * 4096 + b"\r\n"
    server = robot(floods(head, chunk, times=25_000))

    assert result(send()) == (Outcome.UNREADABLE, 200, Fault.TOO_LONG)
    assert len(server.heard) < 5_000


@pytest.mark.parametrize(("more", "outcome"), [(-1, "accepted"), (0, "accepted"), (1, "unreadable")])
def test_16_kib_are_an_answer_and_one_byte_more_is_none(robot, more, outcome):
    body = BODY.ljust(16 * 1024 + more)
    robot(answers(HEAD, b"Content-Length: %d\r\n\r\n" % len(body), body))

    assert send().outcome == outcome
