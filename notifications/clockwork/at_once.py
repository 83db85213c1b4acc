"""Where this process's dispatcher says that it can send at once what a transaction is about to owe.

Intake is below delivery and knows nothing of it: a process that does not dispatch takes nobody's offer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Taker = Callable[[Sequence[Any], Sequence[Any]], set[int]]

_takers: list[Taker] = []


def take_offers(taker: Taker) -> None:
    """Have `taker` asked from now on; it gets the locked lanes and what is to be put into them."""
    _takers.append(taker)


def take_no_more(taker: Taker) -> None:
    """Have it asked no longer; it may be called twice."""
    if taker in _takers:
        _takers.remove(taker)


def offer(lanes: Sequence[Any], owed: Sequence[Any]) -> set[int]:
    """Return the keys of the lanes that are leased now, each with its one delivery marked as being sent."""
    return _takers[0](lanes, owed) if _takers else set()
