"""Certificates are verified, with a private authority where one is set; the one proxy sees no key."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from credentials import sender
from credentials.answers import Fault, Outcome
from sealing.secret import Secret
from tests.credentials.conftest import KEY, MESSAGE
from tests.credentials.raw_server import RawServer, answers, answers_always, read_request


def certificate(folder, address):
    """Write a certificate that vouches for itself and this address; return its file, the key inside."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / f"{address}.pem"
    file.write_bytes(made.public_bytes(pem) + private)
    return file


@pytest.fixture
def tls_server(settings, tmp_path):
    """Serve over TLS with a certificate for an address; returns the server, the file is `.authority`."""
    servers = []

    def serve(address="127.0.0.1"):
        file = certificate(tmp_path, address)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)

        def behave(raw, heard):
            with context.wrap_socket(raw, server_side=True) as connection:
                answers_always()(connection, heard)

        server = RawServer(behave)
        server.authority = file
        settings.WECOM_ENDPOINTS = {"loopback": f"https://127.0.0.1:{server.port}"}
        servers.append(server)
        return server

    yield serve
    for server in servers:
        server.stop()


def relays(connection, heard):
    """Behave as a proxy: connect where CONNECT says and carry bytes both ways."""
    heard.append(read_request(connection))
    host, port = heard[0].split()[1].decode().split(":")
    with socket.create_connection((host, int(port))) as target:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        threading.Thread(target=carry, args=[target, connection], daemon=True).start()
        carry(connection, target)


def carry(source, target):
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)


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
