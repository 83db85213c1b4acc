"""Whatever the network's libraries raise becomes an answer; what else breaks is told without a key."""

from __future__ import annotations

import builtins
import http.client
import logging
import traceback

import pytest
import requests.exceptions
import urllib3.exceptions

from credentials import connections, sender
from credentials.answers import Fault, Outcome
from sealing.secret import Secret
from tests.credentials.conftest import KEY, MESSAGE, URL
from tests.security.witness import Witness

pytestmark = pytest.mark.asvs("V16.5.1", "V16.2.5")


def exceptions_of(module, base):
    kinds = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, base)]
    return [each for each in kinds if not issubclass(each, Warning)]


TROUBLES = [
    *exceptions_of(requests.exceptions, requests.exceptions.RequestException),
    *exceptions_of(urllib3.exceptions, urllib3.exceptions.HTTPError),
    *exceptions_of(http.client, http.client.HTTPException),
    *exceptions_of(builtins, OSError),
    *exceptions_of(builtins, ValueError),
]
OTHERS = [AssertionError, AttributeError, KeyError, MemoryError, RecursionError, RuntimeError, TypeError]


def made(kind):
    """Make an exception that says and holds a robot's address, however its kind wants to be made."""
    error = kind.__new__(kind)
    error.args, error.url, error.request = (URL, KEY), URL, requests.Request("POST", URL)
    return error


@pytest.fixture
def breaks(monkeypatch, settings):
    """Let the library's own code raise: `breaks(OSError)`."""
    settings.WECOM_ENDPOINTS = {"public": "https://qyapi.weixin.qq.com"}

    def raised_by(kind):
        def urlopen(pool, method, url, **more):
            address = f"https://qyapi.weixin.qq.com{url}"
            logging.getLogger("urllib3.connectionpool").debug("Starting %s", address)
            raise made(kind)

        monkeypatch.setattr(connections.GuardedTLSPool, "urlopen", urlopen)

    return raised_by


def send():
    return sender.send("public", Secret(KEY), MESSAGE)


def leaks_in(*texts):
    witness = Witness(KEY)
    for text in texts:
        witness.look("here", "here", text)
    return witness.leaks["here"]


def locals_of(error):
    """Return what a tool for crash reports would send home: every frame, and its variables."""
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


@pytest.mark.parametrize("kind", TROUBLES, ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_a_trouble_is_an_answer_without_the_key(breaks, caplog, kind):
    caplog.set_level(logging.DEBUG)
    breaks(kind)

    answer = send()

    assert answer.outcome == Outcome.NOT_SENT
    assert answer.errmsg in {Fault.CONNECT, Fault.CONNECT_TIMEOUT, Fault.NAME, Fault.TLS, Fault.PROXY}
    assert leaks_in(repr(answer), caplog.text) == []


@pytest.mark.parametrize("kind", OTHERS)
def test_what_else_breaks_is_told_without_the_key(breaks, caplog, kind):
    caplog.set_level(logging.DEBUG)
    breaks(kind)

    with pytest.raises(sender.SenderBrokenError) as raised:
        send()

    told = locals_of(raised.value)
    assert f"The sender broke with {kind.__name__} at test_no_exception_leaves_the_sender.py:" in told
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)
    assert leaks_in(told, caplog.text) == []


def test_a_tool_for_crash_reports_would_have_seen_it(breaks):
    breaks(OSError)
    with pytest.raises(OSError, match="key") as raised:
        connections.GuardedTLSPool("qyapi.weixin.qq.com").urlopen("POST", f"/?key={KEY}")

    assert leaks_in(locals_of(raised.value)) != []
