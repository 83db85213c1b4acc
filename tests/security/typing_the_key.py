"""A robot's key typed into every place that takes one, and into some that do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.security.witness import Witness
from tests.security.world import World

HOST = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
ELSEWHERE = "https://hooks.example.com/cgi-bin/webhook/send?key="


class Typist:
    """Type one key, as one person, on pages and over the API; a witness reads every answer."""

    def __init__(self, world: World, witness: Witness, name: str) -> None:
        self.world, self.witness, self.name = world, witness, name
        self.browser = world.browser(name)

    def post(self, path: str, form: dict[str, Any]) -> int:
        """Send a form and return the answer's code."""
        response = self.browser.post(path, form)
        self.witness.look_at_response("pages", f"POST {path} as {self.name}", response)
        return int(response.status_code)

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """Call the API and return the answer's code and document."""
        response = self.browser.generic(
            method.upper(),
            f"/api/v1{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=self.world.bearer(self.name),
        )
        self.witness.look_at_response("api", f"{method} {path} as {self.name}", response)
        return response.status_code, json.loads(response.content or b"{}")


def accepted_on_pages(typist: Typist, url: str, other_url: str) -> Iterator[int]:
    """Register it, replace it, put it back."""
    team = typist.world.other.pk
    yield typist.post("/credentials/new/", {"name": "Canary", "webhook": url, "teams": [team]})
    made = typist.call("get", "/credentials")[1]["items"][0]["id"]
    for webhook in (other_url, url):
        yield typist.post(f"/credentials/{made}/key/", {"webhook": webhook})
    yield typist.post(f"/credentials/{made}/delete/", {})


def accepted_by_the_api(typist: Typist, url: str, other_url: str) -> Iterator[int]:
    code, made = typist.call("post", "/credentials", {"name": "API", "webhook_url": url, "teams": ["other"]})
    yield code
    for webhook in (other_url, url):
        yield typist.call("put", f"/credentials/{made['id']}/key", {"webhook_url": webhook})[0]
    yield typist.call("delete", f"/credentials/{made['id']}")[0]


def accepted_as_csv(typist: Typist, url: str, key: str) -> Iterator[int]:
    """Import it pasted, then, refused as a duplicate, as a file."""
    lines, team = f"name,webhook\nImported,{url}\nAgain,{key}\n{key},{url}\n", typist.world.other.pk
    yield typist.post("/credentials/import/", {"text": lines, "teams": [team]})
    file = SimpleUploadedFile("robots.csv", lines.encode(), content_type="text/csv")
    yield typist.post("/credentials/import/", {"file": file, "teams": [team]})


def refused_on_pages(typist: Typist, url: str, key: str, free: str) -> Iterator[int]:
    """Type it where it cannot stay: without a name, twice, as a name, with another host, as many lines."""
    team = typist.world.other.pk
    form = {"name": "Again", "webhook": url, "teams": [team]}
    for fault in (
        {"name": ""}, {}, {"webhook": free, "name": url}, {"webhook": free, "name": key},
        {"webhook": free, "description": key}, {"webhook": free, "teams": [key]},
        {"webhook": f"{ELSEWHERE}{key}"}, {"webhook": f"{HOST}{key}&key={key}"}, {"webhook": f"x {key}"},
    ):  # fmt: skip
        yield typist.post("/credentials/new/", form | fault)
        yield typist.post("/credentials/new/?dialog", form | fault)
    yield typist.post("/credentials/import/", {"text": f"{key},{key}\n" * 501, "teams": [team]})
    yield typist.post("/credentials/import/", {"text": f'"{key}', "teams": [key]})


def refused_by_the_api(typist: Typist, url: str, key: str, free: str) -> Iterator[int]:
    yield typist.call("post", "/credentials", {"name": "Again", "webhook_url": url, "teams": ["other"]})[0]
    body = {"name": "Again", "webhook_url": free, "teams": ["other"]}
    for fault in (
        {"name": ""}, {"name": url}, {"name": key}, {"description": key}, {"teams": [key]},
        {"colour": key}, {"webhook_url": f"{ELSEWHERE}{key}"}, {"webhook_url": [key]},
        {"webhook_url": {"key": key}},
    ):  # fmt: skip
        yield typist.call("post", "/credentials", body | fault)[0]
    made = typist.call("get", "/credentials")[1]["items"][0]["id"]
    for wrong in ({"webhook_url": f"{ELSEWHERE}{key}"}, {"key": key}, [key], key, {"webhook_url": None}):
        yield typist.call("put", f"/credentials/{made}/key", wrong)[0]
    yield typist.call("patch", f"/credentials/{made}", {"name": key})[0]
