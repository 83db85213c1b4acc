from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

from simulator.calls import Call


class SeenCalls:
    """Remember every call with what was under way at the same time; safe between threads."""

    def __init__(self) -> None:
        """Start with no call."""
        self._changed = threading.Condition()
        self._calls: list[Call] = []
        self._under_way: list[Call] = []
        self._answered: Counter[str] = Counter()
        self._most: Counter[str | None] = Counter()

    def begin(self, call: Call) -> None:
        """Note that a call was read."""
        with self._changed:
            self._calls.append(call)
            self._under_way.append(call)
            same_key = sum(each.key == call.key for each in self._under_way)
            self._most[call.key] = max(self._most[call.key], same_key)
            self._most[None] = max(self._most[None], len(self._under_way))
            self._changed.notify_all()

    def end(self, call: Call) -> None:
        """Note that a call was answered, or its socket closed."""
        with self._changed:
            self._under_way = [each for each in self._under_way if each is not call]
            self._answered[call.key] += 1
            self._changed.notify_all()

    def all(self) -> list[Call]:
        """Return the calls in the order they were read."""
        with self._changed:
            return list(self._calls)

    def has_twin(self, call: Call) -> bool:
        """Return whether another call with the same key and body is under way."""
        with self._changed:
            others = [each for each in self._under_way if each is not call]
        return any(each.key == call.key and each.body == call.body for each in others)

    def read(self, key: str | None) -> int:
        """Return how many calls were read, of all keys or of one."""
        return sum(key in {None, call.key} for call in self.all())

    def answered(self, key: str | None) -> int:
        """Return how many calls have ended, of all keys or of one."""
        return self._answered.total() if key is None else self._answered[key]

    def most_at_once(self, key: str | None) -> int:
        """Return how many calls were under way together at most, of all keys or of one."""
        return self._most[key]

    def wait(self, seen: Callable[[], int], wanted: int, timeout_seconds: float) -> None:
        """Wait until `seen` reaches `wanted`, looking again whenever a call begins or ends."""
        with self._changed:
            if not self._changed.wait_for(lambda: seen() >= wanted, timeout_seconds):
                raise TimeoutError(f"The robot saw {seen()} of {wanted} in {timeout_seconds} s.")
