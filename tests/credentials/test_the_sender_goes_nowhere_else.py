"""The key reaches the configured endpoint and nobody else: no redirect, proxy, netrc or foreign address."""

from __future__ import annotations

import socket
import threading

import pytest

from credentials import lines, sender
from credentials.answers import Fault, Outcome
from credentials.endpoints import UnknownEndpointError
from sealing.secret import Secret
from tests.credentials.conftest import KEY, MESSAGE
from tests.credentials.raw_server import BODY, OK, RawServer, answers, answers_always


@pytest.fixture
def listener():
    """A place where nothing must arrive."""
    made = RawServer(answers(OK))
    yield made
    made.stop()


def send(endpoint="loopback"):
    return sender.send(endpoint, Secret(KEY), MESSAGE)


@pytest.mark.asvs("V15.3.2", "V1.3.6")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(raw_server, listener, status):
    place = f"http://127.0.0.1:{listener.port}/".encode()
    raw_server(answers(b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, place)))

    answer = send()

    assert (answer.outcome, answer.http_status) == (Outcome.REFUSED, status)
    assert listener.heard == []


@pytest.mark.asvs("V13.2.4")
def test_proxies_of_the_environment_are_not_used(raw_server, listener, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{listener.port}")
    raw_server(answers_always())

    assert send().outcome == Outcome.ACCEPTED
    assert listener.heard == []


def test_netrc_adds_no_password(raw_server, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server = raw_server(answers_always())

    send()

    assert b"authorization" not in server.heard[0].lower()


def test_cookies_are_not_kept(raw_server):
    head = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 27\r\n\r\n"
    server = raw_server(answers_always(head + BODY))

    send()
    send()

    assert b"cookie" not in server.heard[1].lower()


def test_a_compressed_answer_is_not_unpacked(raw_server):
    server = raw_server(
        answers(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00")
    )

    assert send().outcome == Outcome.UNREADABLE
    assert b"accept-encoding: identity" in server.heard[0].lower()


@pytest.mark.asvs("V1.3.6", "V13.2.4")
@pytest.mark.parametrize("slug", ["public", "corp"])
def test_a_name_that_leads_to_this_machine_gets_no_byte(settings, listener, slug):
    settings.WECOM_ENDPOINTS = {slug: f"https://localhost:{listener.port}"}

    answer = send(slug)

    assert (answer.outcome, answer.errmsg) == (Outcome.NOT_SENT, Fault.PEER)
    assert all(heard == b"" for heard in listener.heard)


def test_an_unknown_endpoint_has_no_address(settings):
    settings.WECOM_ENDPOINTS = {"public": "https://qyapi.weixin.qq.com"}

    with pytest.raises(
        UnknownEndpointError, match=r"No endpoint is called gone: add it to WECOM_ENDPOINTS\."
    ):
        send("gone")


def test_one_connection_serves_many_messages(raw_server):
    server = raw_server(answers_always())

    assert [send().outcome for _ in range(5)] == [Outcome.ACCEPTED] * 5
    assert len(server.connections) == 1


def test_a_connection_that_idled_is_not_used_again(raw_server, monkeypatch):
    monkeypatch.setattr(lines, "IDLE_SECONDS", -1.0)
    server = raw_server(answers_always())

    send()
    send()

    assert len(server.connections) == 2


def test_a_request_goes_out_in_one_piece(raw_server, monkeypatch):
    raw_server(answers_always())
    send()
    pieces, write = [], socket.socket.sendall
    monkeypatch.setattr(socket.socket, "sendall", lambda sock, data: pieces.append(data) or write(sock, data))

    send()

    ours = [piece for piece in pieces if b"HTTP/1.1 200" not in piece]
    assert len(ours) == 1
    assert ours[0].startswith(f"POST /cgi-bin/webhook/send?key={KEY} HTTP/1.1".encode())
    assert ours[0].endswith('构建失败"}}'.encode())


def test_more_endpoints_than_a_thread_keeps_connections_to_are_served(raw_server, settings):
    servers = [raw_server(answers_always()) for _ in range(lines.PLACES_MAX + 2)]
    for server in servers * 2:
        settings.WECOM_ENDPOINTS = {"loopback": f"http://127.0.0.1:{server.port}/wecom"}
        assert send().outcome == Outcome.ACCEPTED

    assert all(server.heard[0].startswith(b"POST /wecom/cgi-bin/webhook/send?key=") for server in servers)


def test_threads_do_not_share_connections(raw_server):
    server = raw_server(answers_always())
    outcomes = []
    threads = [
        threading.Thread(target=lambda: outcomes.extend(send().outcome for _ in range(10))) for _ in range(6)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes == [Outcome.ACCEPTED] * 60
    assert len(server.connections) == 6
