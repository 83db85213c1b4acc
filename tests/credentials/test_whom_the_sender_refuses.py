"""Whom a name led to is looked at whenever a connection is made, however the name was spelt."""

from __future__ import annotations

import socket
import ssl

import pytest
from urllib3.util import connection as urllib3_connection

from credentials import lines, sender
from credentials.answers import Fault, Outcome
from sealing.secret import Secret
from tests.credentials.conftest import KEY, MESSAGE
from tests.credentials.encrypted import certificate, encrypted
from tests.credentials.raw_server import OK, RawServer, answers, answers_always

PUBLIC = "183.47.102.90"
SPELLINGS = [
    "localhost",
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0.0.0.0",
    "[::ffff:127.0.0.1]",
]


class Elsewhere(socket.socket):
    """A socket that says it is connected to another address than it is."""

    said = PUBLIC

    def getpeername(self):
        return self.said, 443


@pytest.fixture
def listener():
    made = RawServer(answers(OK))
    yield made
    made.stop()


@pytest.fixture
def leads_to(monkeypatch, listener):
    """Let every host name lead to the listener, and its sockets name an address: `leads_to("10.0.0.8")`."""

    def connect(_address, timeout=None, **_more):
        made = Elsewhere()
        made.settimeout(timeout)
        made.connect(("127.0.0.1", listener.port))
        return made

    def lead(said):
        monkeypatch.setattr(urllib3_connection, "create_connection", connect)
        monkeypatch.setattr(Elsewhere, "said", said)

    return lead


def send(endpoint):
    return sender.send(endpoint, Secret(KEY), MESSAGE)


@pytest.mark.asvs("V1.3.6", "V13.2.4")
@pytest.mark.allow_hosts(["127.0.0.1", "0.0.0.0", "::ffff:127.0.0.1", "localhost"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_however_this_machine_is_spelt_it_gets_no_byte(settings, listener, spelling, scheme):
    settings.WECOM_ENDPOINTS = {"public": f"{scheme}://{spelling}:{listener.port}"}

    answer = send("public")

    assert (answer.outcome, answer.errmsg) == (Outcome.NOT_SENT, Fault.PEER)
    assert listener.all_heard() == b""


@pytest.mark.parametrize(
    "said",
    ["169.254.169.254", "100.100.100.200", "10.0.0.8", "192.168.1.1", "fd00:ec2::254", "::1", "0.0.0.0"],
)
def test_a_name_that_leads_to_somebodys_inside_gets_no_byte(settings, listener, leads_to, said):
    settings.WECOM_ENDPOINTS = {"public": "https://robots.example.com"}
    leads_to(said)

    assert send("public").errmsg == Fault.PEER
    assert listener.all_heard() == b""


def test_a_name_that_leads_elsewhere_the_second_time_gets_no_byte(settings, listener, leads_to):
    settings.WECOM_ENDPOINTS = {"public": "http://robots.example.com"}
    leads_to(PUBLIC)
    assert send("public").outcome == Outcome.ACCEPTED

    leads_to("127.0.0.1")

    assert send("public").errmsg == Fault.PEER
    assert listener.all_heard().count(b"POST /") == 1


@pytest.mark.asvs("V12.1.1")
def test_a_robot_that_only_speaks_old_tls_is_not_spoken_to(settings, tmp_path, recwarn):
    file = certificate(tmp_path, "127.0.0.1")
    server = RawServer(encrypted(answers_always(), file, newest=ssl.TLSVersion.TLSv1_1))
    settings.WECOM_CA_BUNDLE = str(file)
    settings.WECOM_ENDPOINTS = {"loopback": f"https://127.0.0.1:{server.port}"}

    answer = send("loopback")

    server.stop()
    assert (answer.outcome, answer.errmsg) == (Outcome.NOT_SENT, Fault.TLS)
    assert server.heard == []


@pytest.mark.asvs("V12.1.1")
@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:9"])
def test_tls_1_2_is_asked_for_whatever_the_machine_allows(settings, proxy):
    settings.WECOM_PROXY = proxy
    place = lines.line_of_this_thread().place_of("https://qyapi.weixin.qq.com/cgi-bin/webhook/send")

    assert place.pool.ssl_minimum_version == ssl.TLSVersion.TLSv1_2
    assert place.pool.ssl_maximum_version is None
