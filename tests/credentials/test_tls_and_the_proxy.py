"""Certificates are verified, with a private authority where one is set; the one proxy sees no key."""

from __future__ import annotations

import pytest

from credentials import sender
from credentials.answers import Fault, Outcome
from sealing.secret import Secret
from tests.credentials.conftest import KEY, MESSAGE
from tests.credentials.encrypted import certificate, encrypted, relays
from tests.credentials.raw_server import RawServer, answers, answers_always


@pytest.fixture
def tls_server(settings, tmp_path):
    """Serve over TLS with a certificate for an address; returns the server, the file is `.authority`."""
    servers = []

    def serve(address="127.0.0.1"):
        file = certificate(tmp_path, address)
        server = RawServer(encrypted(answers_always(), file))
        server.authority = file
        settings.WECOM_ENDPOINTS = {"loopback": f"https://127.0.0.1:{server.port}"}
        servers.append(server)
        return server

    yield serve
    for server in servers:
        server.stop()


def send():
    return sender.send("loopback", Secret(KEY), MESSAGE)


@pytest.mark.asvs("V12.3.2")
def test_a_certificate_nobody_vouches_for_is_refused(tls_server):
    server = tls_server()

    answer = send()

    assert (answer.outcome, answer.errmsg) == (Outcome.NOT_SENT, Fault.TLS)
    assert server.heard == []


@pytest.mark.asvs("V12.3.2")
def test_a_private_authority_is_trusted_where_it_is_set(tls_server, settings):
    settings.WECOM_CA_BUNDLE = str(tls_server().authority)

    assert send().outcome == Outcome.ACCEPTED


@pytest.mark.asvs("V12.3.2")
def test_a_certificate_for_another_name_is_refused(tls_server, settings):
    settings.WECOM_CA_BUNDLE = str(tls_server("127.0.0.2").authority)

    assert (send().outcome, send().errmsg) == (Outcome.NOT_SENT, Fault.TLS)


def test_the_proxy_carries_what_it_cannot_read(tls_server, settings):
    settings.WECOM_CA_BUNDLE = str(tls_server().authority)
    proxy = RawServer(relays)
    settings.WECOM_PROXY = f"http://127.0.0.1:{proxy.port}"

    answer = send()

    proxy.stop()
    assert answer.outcome == Outcome.ACCEPTED
    assert proxy.heard[0].startswith(b"CONNECT 127.0.0.1:")
    assert KEY.encode() not in b"".join(proxy.heard)


def test_a_proxy_that_refuses_is_named(tls_server, settings):
    tls_server()
    proxy = RawServer(answers(b"HTTP/1.1 407 Who are you\r\n\r\n"))
    settings.WECOM_PROXY = f"http://127.0.0.1:{proxy.port}"

    answer = send()

    proxy.stop()
    assert (answer.outcome, answer.errmsg) == (Outcome.NOT_SENT, Fault.PROXY)
