"""Robots that keep WeCom's limit, 20 calls in any 60 seconds, and write down every call and its answer."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from simulator.calls import Call
from simulator.replies import Reply, Wire
from simulator.standalone import Standalone

RUNS = re.compile(r"#(\d+)(?:–#(\d+))?")
ANNOUNCED = re.compile(r"^(?:### )?(\d+) notifications in one message")
TIMES = re.compile(r" ×(\d+)")
LIMITED = 45009


@dataclass
class Seen:
    """One call as the robot saw it; `ended_at` is when its answer had left. Seconds since 1970."""

    key: str
    content: str
    at: float
    status: int
    errcode: int | None
    is_cut: bool
    ended_at: float = field(default=float("inf"))

    @property
    def is_accepted(self) -> bool:
        return self.status == 200 and self.errcode == 0

    @property
    def may_look_lost(self) -> bool:
        """Tell whether the caller may not have heard that it was accepted."""
        return self.is_accepted and (self.is_cut or self.ended_at - self.at > 9)

    @property
    def announced(self) -> int:
        """Return for how many notifications it speaks."""
        found = ANNOUNCED.match(self.content)
        return int(found[1]) if found else 1

    def told(self) -> set[int]:
        """Return the serial numbers a reader of the group sees in it; a range names all between."""
        serials: set[int] = set()
        for first, last in RUNS.findall(self.content):
            serials |= set(range(int(first), int(last or first) + 1))
        return serials


class Recorder(Standalone):
    """The simulator's robots, with a memory of their own."""

    def __init__(self, port: int) -> None:
        super().__init__(port=port)
        self._listener.ended = self._ended
        self._seen_by_call: dict[int, Seen] = {}
        self._kept: list[tuple[Call, Seen]] = []
        self._record_lock = threading.Lock()

    @property
    def seen(self) -> list[Seen]:
        """Return every call in the order of arrival."""
        with self._record_lock:
            return [seen for _, seen in self._kept]

    def accepted(self, key: str) -> list[Seen]:
        """Return what the group of this robot shows, oldest first."""
        return [each for each in self.seen if each.key == key and each.is_accepted]

    def under_way(self) -> int:
        """Return how many calls are being answered."""
        with self._record_lock:
            return len(self._seen_by_call)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be unreachable; what the robots know is kept."""
        self._listener.stop()
        try:
            yield
        finally:
            self._listener.start()

    def _answer(self, call: Call) -> Reply:
        reply = super()._answer(call)
        seen = Seen(
            key=call.key,
            content=_content(call.body),
            at=call.at,
            status=reply.status,
            errcode=_errcode(reply),
            is_cut=reply.wire in {Wire.DROP, Wire.HANG},
        )
        with self._record_lock:
            self._kept.append((call, seen))
            self._seen_by_call[id(call)] = seen
        return reply

    def _ended(self, call: Call) -> None:
        with self._record_lock:
            if seen := self._seen_by_call.pop(id(call), None):
                seen.ended_at = time.time()
        self._seen.end(call)


def _content(body: bytes) -> str:
    message = json.loads(body)
    return message.get(message.get("msgtype"), {}).get("content", "")


def _errcode(reply: Reply) -> int | None:
    try:
        return json.loads(reply.body)["errcode"]
    except (ValueError, KeyError, TypeError):
        return None
