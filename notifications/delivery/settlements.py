"""Waiting, inside this process, for deliveries to be settled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

LOOK_AGAIN_SECONDS = 0.25  # another process may settle them: then only the database knows

_awaited: dict[int, threading.Event] = {}
_ending = threading.Event()


def announce(delivery_id: int) -> None:
    """Tell whoever waits that a delivery was settled; call it after the commit."""
    if settled := _awaited.get(delivery_id):
        settled.set()


@contextmanager
def awaiting(delivery_ids: Collection[int]) -> Iterator[threading.Event]:
    """Give an event that is set whenever one of the deliveries is announced."""
    changed = threading.Event()
    _awaited.update(dict.fromkeys(delivery_ids, changed))
    try:
        yield changed
    finally:
        for delivery_id in delivery_ids:
            _awaited.pop(delivery_id, None)


def wait_no_more() -> None:
    """Let everybody who waits go on, now and from now on: this process is about to end."""
    _ending.set()
    for changed in _awaited.copy().values():
        changed.set()


def begin_anew() -> None:
    """Let people wait again."""
    _ending.clear()


def is_ending() -> bool:
    """Tell whether nobody waits any more because this process is about to end."""
    return _ending.is_set()


def wait_until(are_settled: Callable[[], bool], changed: threading.Event, *, timeout_seconds: float) -> bool:
    """Wait until `are_settled()`, asking at every announcement and now and then; tell whether they are."""
    deadline = time.monotonic() + timeout_seconds
    while not are_settled():
        left = deadline - time.monotonic()
        if left <= 0 or is_ending():
            return False
        changed.wait(min(left, LOOK_AGAIN_SECONDS))
        changed.clear()
    return True
