"""How many lanes are drained at once: one whose robot takes long gives its place to another lane."""

from __future__ import annotations

import itertools
import threading
import time

SLOW_AFTER_SECONDS = 0.5
# A robot that never answers costs a thread its 13 seconds and no processor: many may do that at once.
SPARE_FOR_EACH = 4


class Places:
    """Count who is busy and who is slow; `size` are served at once, and slow ones beside them to a bound.

    So a few dozen robots that never answer keep no other waiting. A lane whose last call failed counts as
    slow from the start, and half of the slow ones at most are such lanes, however many of them there are.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.spare = size * SPARE_FOR_EACH
        self._since: dict[int, float] = {}
        self._failing: set[int] = set()
        self._tickets = itertools.count()
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """Return how many are busy, slow ones too: so many threads are needed."""
        return len(self._since)

    @property
    def free(self) -> int:
        """Return how many more may begin, of lanes whose last call went well."""
        with self._lock:
            return self._free()

    @property
    def free_for_failing(self) -> int:
        """Return how many more may begin, of lanes whose last call failed."""
        with self._lock:
            return self._free_for_failing()

    @property
    def next_free_seconds(self) -> float:
        """Return when one of those that are busy will have become slow at the latest."""
        now = time.monotonic()
        with self._lock:
            left = [since + SLOW_AFTER_SECONDS - now for since in self._since.values()]
        return min((seconds for seconds in left if seconds > 0), default=SLOW_AFTER_SECONDS)

    def take(self, *, is_failing: bool = False) -> int:
        """Take a place; return the ticket to leave it with."""
        with self._lock:
            ticket = next(self._tickets)
            self._since[ticket] = time.monotonic()
            if is_failing:
                self._failing.add(ticket)
        return ticket

    def leave(self, ticket: int) -> bool:
        """Give the place back; tell whether somebody may have waited for it."""
        with self._lock:
            was_full = self._free() <= 0 or self._free_for_failing() <= 0
            del self._since[ticket]
            self._failing.discard(ticket)
        return was_full

    def _free(self) -> int:
        slow = self._slow()
        return min(self.size - (len(self._since) - slow), self.size + self.spare - len(self._since))

    def _free_for_failing(self) -> int:
        return min(self.spare // 2 - len(self._failing), self.spare - self._slow())

    def _slow(self) -> int:
        slow_since = time.monotonic() - SLOW_AFTER_SECONDS
        return sum(since <= slow_since or ticket in self._failing for ticket, since in self._since.items())
