"""The load generator: one thread, raw sockets, requests built beforehand; a process of its own.

`python -m bench.load` reads a plan (see `Plan`) as JSON and writes what came back as JSON. It works with as
little CPU as it can, and says how much that was, for it runs on the same cores as what it measures.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

RECEIVE_BYTES = 65536
PATIENCE_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to post: a `schedule` (seconds from the start, body), or `body` for `seconds` without a pause.

    Each `@N@` in `body` becomes a number that grows with every request, from `first` on.
    """

    port: int
    path: str
    token: str
    connections: int = 16
    schedule: list[tuple[float, str]] = field(default_factory=list)
    body: str = ""
    first: int = 0
    seconds: float = 0.0

    def facts(self) -> dict[str, Any]:
        return asdict(self)

    def requests(self) -> Iterator[tuple[float, bytes]]:
        """Yield when to send (seconds from the start) and the bytes."""
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}"
            "\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        )
        if self.schedule:
            for at, body in self.schedule:
                content = body.encode()
                yield at, (head % len(content)).encode() + content
            return
        number, before = self.first, self.body.split("@N@")
        while True:
            content = f"{number}".join(before).encode()
            yield 0.0, (head % len(content)).encode() + content
            number += 1


class Connection:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.buffer = b""
        self.sent_at = 0.0
        self.is_busy = False
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.is_busy, self.sent_at = True, time.monotonic()
        self.socket.sendall(request)

    def receive(self) -> int:
        """Return the status of the answer, 0 while it is not whole.

        Raises:
            ConnectionError: when the server hung up.
        """
        data = self.socket.recv(RECEIVE_BYTES)
        if not data:
            raise ConnectionError("The server closed the connection.")
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return 0
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line[:15].lower() == b"content-length:"
        )
        if len(rest) < length:
            return 0
        self.buffer, self.is_busy = b"", False
        return int(head[9:12])


class Generator:
    """Sends a plan's requests on idle connections, each at its time or as soon as one is idle."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.idle = deque(Connection(plan.port) for _ in range(plan.connections))
        self.busy = 0
        self.cpu_seconds = 0.0
        self.answers: list[tuple[float, float, int]] = []
        self.selector = selectors.DefaultSelector()
        for connection in self.idle:
            self._watch(connection)

    def _watch(self, connection: Connection) -> None:
        self.selector.register(connection.socket, selectors.EVENT_READ, connection)

    def run(self) -> None:
        began, used = time.monotonic(), time.process_time()
        requests = self.plan.requests()
        following = next(requests, None)
        while following or self.busy:
            now = time.monotonic() - began
            if self.plan.seconds and now > self.plan.seconds:
                following = None
            while following and self.idle and following[0] <= now:
                self.idle[0].send(following[1])
                self.idle.popleft()
                self.busy += 1
                following = next(requests, None)
            pause = max(following[0] - now, 0.0) if following and self.idle else PATIENCE_SECONDS
            self._collect(pause)
        self.cpu_seconds = time.process_time() - used

    def _collect(self, seconds: float) -> None:
        """Read what has come within `seconds`.

        Raises:
            TimeoutError: when requests are under way and nothing came for long.
        """
        ready = self.selector.select(seconds)
        if not ready and self.busy and seconds == PATIENCE_SECONDS:
            raise TimeoutError(f"No answer for {PATIENCE_SECONDS} s.")
        for key, _ in ready:
            connection: Connection = key.data
            if not connection.is_busy:  # the server's keep-alive has ended
                self.selector.unregister(connection.socket)
                connection.socket.close()
                connection.open()
                self._watch(connection)
            elif status := connection.receive():
                self.answers.append((connection.sent_at, time.monotonic(), status))
                self.idle.append(connection)
                self.busy -= 1


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    generator = Generator(plan)
    generator.run()
    json.dump({"answers": generator.answers, "cpu_seconds": generator.cpu_seconds}, sys.stdout)


if __name__ == "__main__":
    main()
