"""A stand-in for WeCom that costs almost nothing: a process of its own that counts, waits and says no.

`python -m bench.sink` prints its port. Robots are posted to as WeCom's are; beside that, for the bench alone:
`GET /count` (calls so far), `GET /calls` (a list of [arrived_at, key, text, errcode]), `GET /cpu` (seconds).
Arrival is when the whole request has been read, by the clock that all processes of one machine share.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import defaultdict, deque
from typing import Any
from urllib.parse import parse_qs

MINUTE_SECONDS = 60
OK = {"errcode": 0, "errmsg": "ok"}
RATE_LIMITED = 45009
REFUSED = {"errcode": RATE_LIMITED, "errmsg": "api freq out of limit"}
TOKEN = {"errcode": 0, "errmsg": "ok", "access_token": "a-token-of-the-bench", "expires_in": 7200}


class Robots:
    """All robots of one run: what they were told, and how many calls a minute each takes."""

    def __init__(self, *, per_minute: int = 0, always_refuse: bool = False) -> None:
        self.per_minute, self.always_refuse = per_minute, always_refuse
        self.calls: list[tuple[float, str, str, int]] = []
        self._accepted: dict[str, deque[float]] = defaultdict(deque)

    def take(self, key: str, body: bytes, *, now: float) -> dict[str, Any]:
        """Answer one call as WeCom does: HTTP 200 whatever it thinks, and an errcode."""
        is_refused = self.always_refuse or self._is_over(key, now)
        if not is_refused:
            self._accepted[key].append(now)
        self.calls.append((now, key, body.decode("utf-8", "replace"), RATE_LIMITED if is_refused else 0))
        return REFUSED if is_refused else OK

    def _is_over(self, key: str, now: float) -> bool:
        """Tell whether the 60 seconds before `now` are full; the minute slides."""
        if not self.per_minute:
            return False
        accepted = self._accepted[key]
        while accepted and accepted[0] <= now - MINUTE_SECONDS:
            accepted.popleft()
        return len(accepted) >= self.per_minute


class Caller(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, robots: Robots, delay_seconds: float) -> None:
        self.robots, self.delay_seconds = robots, delay_seconds
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while request := self._next():
            head, body = request
            method, target = head.split(b" ", 2)[:2]
            if b"\nexpect: 100-continue" in head.lower():
                self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            if method == b"GET":
                self._answer(self._report(target.decode()))
                continue
            answer = self.robots.take(_key(target.decode()), body, now=time.monotonic())
            if self.delay_seconds:
                asyncio.get_running_loop().call_later(self.delay_seconds, self._answer, answer)
            else:
                self._answer(answer)

    def _next(self) -> tuple[bytes, bytes] | None:
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        length = _length(head)
        if len(rest) < length:
            return None
        self.buffer = rest[length:]
        return head, rest[:length]

    def _report(self, target: str) -> object:
        if target.startswith("/cgi-bin/gettoken"):  # what Alertmanager asks before it posts
            return TOKEN
        reports = {"/count": len(self.robots.calls), "/calls": self.robots.calls, "/cpu": time.process_time()}
        return reports.get(target)

    def _answer(self, answer: object) -> None:
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.transport.write(head.encode() + body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _key(target: str) -> str:
    return parse_qs(target.partition("?")[2]).get("key", [""])[0]


async def _serve(options: argparse.Namespace) -> None:
    robots = Robots(per_minute=options.per_minute, always_refuse=options.refuse)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Caller(robots, options.delay), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--per-minute", type=int, default=0, help="calls a key may make in any 60 s; 0: all")
    parser.add_argument("--refuse", action="store_true", help="answer 45009 to every call")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
