from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from simulator.calls import SEND_PATH, Call
from simulator.chat import Message
from simulator.exchange import Exchange
from simulator.options import DOCUMENTED, Options
from simulator.replies import Reply
from simulator.standalone import Standalone

KEY = "11111111-2222-4333-8444-555555555555"


class Robot:
    """One robot in one group, called without HTTP; `now` moves as the test says."""

    key = KEY

    def __init__(self, options: Options = DOCUMENTED) -> None:
        self.exchange = Exchange(None, options)
        self.exchange.groups.add_robot(group="platform", name="builds", key=KEY)
        self.now = 1_795_000_000.0

    def call(
        self,
        body: bytes,
        *,
        query: str = f"key={KEY}",
        path: str = SEND_PATH,
        method: str = "POST",
        content_type: str = "application/json",
    ) -> Reply:
        headers = {"content-type": content_type}
        call = Call(method=method, path=path, query=query, headers=headers, body=body, at=self.now)
        return self.exchange.answer(call)

    def answer(self, message: Any, **more: Any) -> tuple[int, str]:
        """Send a message and return errcode and the errmsg before its hint."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        reply = json.loads(self.call(body, **more).body)
        return reply["errcode"], reply["errmsg"].partition(", hint:")[0]

    def content(self, msgtype: str, content: str, **more: Any) -> tuple[int, str]:
        """Send a text or markdown and return errcode and the errmsg before its hint."""
        return self.answer({"msgtype": msgtype, msgtype: {"content": content, **more}})

    @property
    def shown(self) -> list[Message]:
        return self.exchange.chat.messages(KEY)


@pytest.fixture
def robot_with() -> Callable[..., Robot]:
    return lambda **options: Robot(Options(**options))


@pytest.fixture
def robot() -> Robot:
    return Robot()


@pytest.fixture
def wecom() -> Iterator[Standalone]:
    with Standalone() as standalone:
        standalone.add_robot(KEY, group="platform", name="builds")
        yield standalone


@pytest.fixture
def post(wecom: Standalone) -> Callable[..., requests.Response]:
    """Post a text to the standalone robot, giving up after a second."""

    def post(content: str = "hello", *, key: str = KEY, timeout: float = 1.0) -> requests.Response:
        message = {"msgtype": "text", "text": {"content": content}}
        return requests.post(wecom.webhook_url(key), json=message, timeout=timeout, allow_redirects=False)

    return post
