"""The key at work: tests and an event reach the robot, and the robot answers in every bad way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.standalone import Standalone
from tests.pages.forms import FILLED
from tests.security.typing_the_key import Typist

# A lane's burst holds eight calls: more would have to wait for the minute.
FAULTS = ("errcode", "redirect", "garbage", "status")


def step_form(world: Any) -> dict[str, Any]:
    from notifications.models import Pipeline  # noqa: PLC0415

    web = Pipeline.objects.get(identifier="web")
    return FILLED | {"serves": f"pipeline:{web.pk}", "credential": str(world.ids["credential"])}


def sent_well(typist: Typist, wecom: Standalone) -> Iterator[int]:
    """Send tests by page and API, and report a run that fails."""
    ids = typist.world.ids
    yield typist.post(f"/steps/{ids['step']}/test-messages/", step_form(typist.world))
    yield typist.post(f"/credentials/{ids['credential']}/test-messages/", {})
    yield typist.call("post", f"/steps/{ids['step']}/test-messages", {"sample": "failed"})[0]
    event = {"pipeline": "shop/web", "run": "8", "status": "failed"}
    yield typist.call("post", "/events", event)[0]
    wecom.wait_for_messages(4)


def sent_badly(typist: Typist, wecom: Standalone, key: str) -> Iterator[bool]:
    """Send tests that fail, with answers that repeat the key."""
    path = f"/credentials/{typist.world.ids['credential']}/test-messages"
    for kind in FAULTS:
        wecom.script(kind, text=f"invalid webhook url key={key} ({key})", errcode=40001)
        yield typist.call("post", path)[1]["accepted"]
