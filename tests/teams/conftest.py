from __future__ import annotations

import json

import pytest

from teams.models import AccessToken


class Api:
    """Call the API as a person, by a token made for the purpose."""

    def __init__(self, client, user, scopes):
        _, secret = AccessToken.mint(user, "tests", scopes=scopes)
        self.client = client
        self.headers = {"Authorization": f"Bearer {secret.reveal()}"}

    def call(self, method, path, body=None):
        data = "" if body is None else json.dumps(body)
        send = getattr(self.client, method)
        if method == "get":
            return send(f"/api/v1{path}", headers=self.headers)
        return send(f"/api/v1{path}", data, content_type="application/json", headers=self.headers)

    def get(self, path):
        return self.call("get", path)

    def post(self, path, body=None):
        return self.call("post", path, body)

    def patch(self, path, body=None):
        return self.call("patch", path, body)

    def delete(self, path):
        return self.call("delete", path)


@pytest.fixture
def api_of(client):
    """Return an API caller: `api_of(bob).get("/teams")`."""

    def make(user, *scopes):
        return Api(client, user, list(scopes or ["admin"]))

    return make
