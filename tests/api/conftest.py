"""Callers of the API, a pipeline that reports, and a credential its team may use."""

from __future__ import annotations

import json

import pytest

from credentials.models import Credential
from notifications.models import Pipeline, Step, Token
from teams.models import AccessToken

KEY = "0123abcd-1111-2222-3333-4444deadbeef"
WEBHOOK = f"http://127.0.0.1:9/cgi-bin/webhook/send?key={KEY}"


class Api:
    """Call the API with one token."""

    def __init__(self, client, token):
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method, path, body=None, **extra):
        send = getattr(self.client, method)
        headers = self.headers | extra.pop("headers", {})
        if method == "get":
            return send(f"/api/v1{path}", headers=headers)
        data = body if isinstance(body, bytes | str) else json.dumps({} if body is None else body)
        return send(f"/api/v1{path}", data, content_type="application/json", headers=headers)

    def get(self, path):
        return self.call("get", path)

    def post(self, path, body=None, **extra):
        return self.call("post", path, body, **extra)

    def put(self, path, body=None):
        return self.call("put", path, body)

    def patch(self, path, body=None):
        return self.call("patch", path, body)

    def delete(self, path):
        return self.call("delete", path)


@pytest.fixture
def with_token(client):
    """Return a caller with this token's text: `with_token("wcn_…")`."""

    def make(text=""):
        return Api(client, text)

    return make


@pytest.fixture
def api_of(with_token):
    """Return a caller who is a person: `api_of(bob).get("/steps")`, `api_of(bob, "read")`."""

    def make(user, *scopes):
        _, secret = AccessToken.mint(user, "tests", scopes=list(scopes or ["admin"]))
        return with_token(secret.reveal())

    return make


@pytest.fixture
def web(shop, alice):
    return Pipeline.add(team=shop, identifier="web", name="Web portal", by=alice)


@pytest.fixture
def credential(shop, root, keyring):
    return Credential.register(name="Ops group", webhook=WEBHOOK, by=root, teams=[shop])


@pytest.fixture
def foreign_credential(other, root, keyring):
    webhook = WEBHOOK.replace("deadbeef", "0000beef")
    return Credential.register(name="Others' group", webhook=webhook, by=root, teams=[other])


@pytest.fixture
def step(web, credential, alice):
    made = Step(team=web.team, pipeline=web, name="Failures", credential=credential, language="en")
    made.store(by=alice)
    return made


@pytest.fixture
def token_of(alice, with_token):
    """Return a caller with a token of `token_of(pipeline=web)`, or of a team, `token_of(team=shop)`."""

    def make(*, pipeline=None, team=None, **how):
        team = team or pipeline.team
        _, secret = Token.add(team=team, pipeline=pipeline, name="CI", by=alice, **how)
        return with_token(secret.reveal())

    return make


@pytest.fixture
def ci(web, token_of):
    """Call as the pipeline `web`'s own token."""
    return token_of(pipeline=web)
