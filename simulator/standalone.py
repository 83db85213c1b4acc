from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from simulator.calls import Call
from simulator.chat import Message
from simulator.exchange import Exchange
from simulator.faults import Fault, Kind
from simulator.listener import Listener
from simulator.options import DOCUMENTED, Options
from simulator.replies import Refused, Reply, refused
from simulator.seen_calls import SeenCalls

_SAME_BODY = Refused(45033, "api concurrent out of limit")


class Standalone:
    """Serve simulated robots over HTTP on a loopback port of its own; THE fake robot of the tests.

    with Standalone() as wecom:
        robot = wecom.add_robot("693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa", group="platform")
        wecom.script(Kind.RATE_LIMITED)
        ...  # post to wecom.url
        wecom.wait_for_messages(1)
    """

    def __init__(
        self,
        options: Options = DOCUMENTED,
        clock: Callable[[], float] | None = None,
        *,
        path: Path | None = None,
        port: int = 0,
    ) -> None:
        """Take the protocol's options, a clock (seconds since 1970), a file for the chats, a fixed port."""
        self.exchange = Exchange(path, options)
        self._seen = SeenCalls()
        self._listener = Listener(
            answer=self._answer, ended=self._seen.end, clock=clock or time.time, port=port
        )

    def start(self) -> Self:
        """Listen, in a thread; stop() or the end of a `with` block frees the port and every caller."""
        self._listener.start()
        return self

    def stop(self) -> None:
        """Close the port and all open connections; hanging callers see a closed socket."""
        self._listener.stop()
        self.exchange.store.close()

    def __enter__(self) -> Self:
        """Start unless start() was called already."""
        return self if self._listener.running else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def url(self) -> str:
        """Return the base URL, such as http://127.0.0.1:40123; an endpoint's value."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return self._listener.port

    def webhook_url(self, key: str) -> str:
        """Return the address WeCom would show for a robot."""
        return f"{self.url}/cgi-bin/webhook/send?key={key}"

    def add_robot(self, key: str | None = None, *, group: str = "group", name: str = "") -> str:
        """Put a robot into a group and return its key, a new UUID unless given."""
        return self.exchange.groups.add_robot(group=group, name=name, key=key).key

    def script(
        self,
        kind: Kind | str,
        *,
        key: str | None = None,
        times: int | None = 1,
        seconds: float = 1.0,
        status: int = 500,
        errcode: int = -1,
        text: str = "",
    ) -> None:
        """Make the next `times` calls (None: until clear_faults) of `key` (None: of any) fail."""
        fault = Fault(
            kind=Kind(kind), key=key, times=times, seconds=seconds, status=status, errcode=errcode, text=text
        )
        self.exchange.script.add(fault)

    def clear_faults(self) -> None:
        """Behave again."""
        self.exchange.script.clear()

    def messages(self, key: str | None = None) -> list[Message]:
        """Return what the group shows, oldest first: every accepted message, or those of one robot."""
        return self.exchange.chat.messages(key)

    @property
    def calls(self) -> list[Call]:
        """Return every request that was read, in order, refused and failed ones included."""
        return self._seen.all()

    def most_at_once(self, key: str | None = None) -> int:
        """Return how many calls were under way at one time at most, of all robots or of one."""
        return self._seen.most_at_once(key)

    def wait_for_calls(self, count: int, *, key: str | None = None, timeout_seconds: float = 5.0) -> None:
        """Wait until at least `count` calls have been read; raise TimeoutError otherwise."""
        self._seen.wait(lambda: self._seen.read(key), count, timeout_seconds)

    def wait_for_answers(self, count: int, *, key: str | None = None, timeout_seconds: float = 5.0) -> None:
        """Wait until at least `count` calls have been answered or dropped; raise TimeoutError otherwise."""
        self._seen.wait(lambda: self._seen.answered(key), count, timeout_seconds)

    def wait_for_messages(self, count: int, *, key: str | None = None, timeout_seconds: float = 5.0) -> None:
        """Wait until the group shows at least `count` messages; raise TimeoutError otherwise."""
        self._seen.wait(lambda: len(self.messages(key)), count, timeout_seconds)

    def _answer(self, call: Call) -> Reply:
        self._seen.begin(call)
        if self.exchange.options.refuse_same_body_in_parallel and self._seen.has_twin(call):
            return refused(_SAME_BODY, now=call.at, peer=call.peer)
        return self.exchange.answer(call)
