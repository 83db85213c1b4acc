"""A robot to talk to, credentials to talk with, and people who call the API."""

from __future__ import annotations

import itertools
import json

import pytest

from credentials.models import Credential
from notifications.models import Step
from simulator.standalone import Standalone
from teams.models import AccessToken
from tests.credentials.raw_server import RawServer

KEY = "693a91f6-7aaa-4bc4-97a0-0ec2d1fa5aaa"
URL = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
MESSAGE = {"msgtype": "text", "text": {"content": "构建失败"}}

numbers = itertools.count(1)


def new_key():
    return f"0123abcd-0000-4000-8000-{next(numbers):012d}"


@pytest.fixture(autouse=True)
def _nobody_seals_meanwhile(monkeypatch):
    """Let no test wait for requests that began before a key was taken out."""
    monkeypatch.setattr("credentials.retiring.SETTLE_SECONDS", 0)


@pytest.fixture
def wecom(settings):
    """Run a simulated WeCom and make it the loopback endpoint."""
    with Standalone() as made:
        settings.WECOM_ENDPOINTS = {"public": "https://qyapi.weixin.qq.com", "loopback": made.url}
        yield made


@pytest.fixture
def raw_server(settings):
    """Serve bytes as a test wants and make it the loopback endpoint: `raw_server(closes).port`."""
    servers = []

    def serve(behave):
        server = RawServer(behave)
        servers.append(server)
        settings.WECOM_ENDPOINTS = {"loopback": f"http://127.0.0.1:{server.port}"}
        return server

    yield serve
    for server in servers:
        server.stop()


@pytest.fixture
def register(keyring, root):
    """Register a credential with a key of its own: `register("A", teams=[shop])`."""

    def make(name="Group", *, webhook="", by=None, **more):
        return Credential.register(name=name, webhook=webhook or new_key(), by=by or root, **more)

    return make


@pytest.fixture
def credential(register, shop):
    """A credential that administrators keep and that shop may use."""
    return register("Platform group", webhook=URL, teams=[shop])


@pytest.fixture
def shops_own(register, alice, shop):
    """A credential that alice registered for her team."""
    return register("Shop group", by=alice, teams=[shop])


@pytest.fixture
def step(credential, shop):
    return Step.objects.create(team=shop, name="Failures", credential=credential)


@pytest.fixture
def api_of(client):
    """Call the API as somebody: `api_of(bob)("get", "/credentials")`."""

    def caller(user, *scopes):
        _, secret = AccessToken.mint(user, "tests", scopes=list(scopes or ["admin"]))

        def call(method, path, body=None):
            return getattr(client, method)(
                f"/api/v1{path}",
                None if body is None else json.dumps(body),
                content_type="application/json",
                headers={"Authorization": f"Bearer {secret.reveal()}"},
            )

        return call

    return caller
