"""Who is there when a row begins: teams, robots, pipelines and rules, all made over the API."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from bench.product import Product
from bench.robots import Sink

TEAM = "shop"
# What a real failure says; `@N@` becomes its number, by which the message is known again.
FAILURE: dict[str, Any] = {
    "run": "@N@", "status": "failed", "stage": "构建", "task": "构建镜像", "trigger_type": "push",
    "triggered_by": "lilei", "url": "https://ci.example.com/runs/@N@", "repository": "shop/web",
    "branch": "main", "commit": "9f3c1e7a52b04d6e8f1029384756afbecd012345",
    "commit_message": "修复登录页在 Safari 下的白屏问题", "author": "lilei",
    "failure_reason": "npm run build 退出码 1",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A prepared product and the token that reports to it."""

    product: Product
    token: str
    keys: tuple[str, ...]
    credentials: tuple[str, ...]


def failure(number: int | str = "@N@", **more: object) -> str:
    """Return the body of one event, as JSON."""
    return json.dumps(FAILURE | more, ensure_ascii=False).replace("@N@", f"{number}")


def event(number: int | str, **more: object) -> dict[str, Any]:
    """Return one event."""
    found: dict[str, Any] = json.loads(failure(number, **more))
    return found


def one_pipeline(product: Product, sink: Sink, *, firing: int, silent: int = 0) -> Scene:
    """Make a pipeline with `firing` rules, each for a robot of its own, and `silent` ones for other tasks."""
    token = _team(product)
    _pipeline(product, "web")
    robots = [_robot(product, sink, number) for number in range(firing)]
    for number, (_, credential) in enumerate(robots):
        step(product, "web", credential, name=f"failures {number}")
    for number in range(silent):
        step(product, "web", robots[0][1], name=f"other {number}", task=f"task {number}")
    return _scene(product, token, robots)


def many_pipelines(product: Product, sink: Sink, count: int) -> Scene:
    """Make pipelines `p0`, `p1` … with one rule and one robot each."""
    token = _team(product)
    robots = []
    for number in range(count):
        robots.append(_robot(product, sink, number))
        _pipeline(product, f"p{number}")
        step(product, f"p{number}", robots[-1][1], name="failures")
    return _scene(product, token, robots)


def _scene(product: Product, token: str, robots: list[tuple[str, str]]) -> Scene:
    keys, credentials = zip(*robots, strict=True)
    return Scene(product=product, token=token, keys=keys, credentials=credentials)


def _team(product: Product) -> str:
    product.api("POST", "/teams", {"slug": TEAM, "name": "Shop"})
    return str(product.api("POST", f"/teams/{TEAM}/tokens", {"name": "bench"})["token"])


def _pipeline(product: Product, identifier: str) -> None:
    product.api("POST", "/pipelines", {"team": TEAM, "identifier": identifier, "name": identifier})


def _robot(product: Product, sink: Sink, number: int) -> tuple[str, str]:
    """Register a robot; return its key and its credential's id."""
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"robot {number}"))
    body = {"name": f"group {number}", "webhook_url": sink.webhook(key), "teams": [TEAM], "description": ""}
    return key, product.api("POST", "/credentials", body)["id"]


def step(product: Product, pipeline: str, credential: str, **more: object) -> None:
    """Add a rule that fires at a failure."""
    body = {"pipeline": f"{TEAM}/{pipeline}", "credential": credential, "events": ["failed"]} | more
    product.api("POST", "/steps", body)
