"""What the calls of one robot come to: their order, their rate, and what was in flight when a fault came."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tests.chaos.recorder import Seen

MINUTE_SECONDS = 60
# A call counts as in flight at a fault from its arrival until its answer is written down for sure.
BEFORE_SECONDS, AFTER_SECONDS = 1.0, 0.5


def out_of_order(firsts: Sequence[Sequence[int]], urgent: Collection[int]) -> list[int]:
    """Return the serials a group saw for the first time after a later one of the same rank.

    Each list holds what one message told first. Urgent news may overtake other news, but no urgent news.
    """
    wrong: list[int] = []
    for rank in (urgent, None):
        newest = -1
        for message in firsts:
            mine = [serial for serial in message if (serial in urgent) is (rank is not None)]
            wrong += [serial for serial in mine if serial < newest]
            newest = max([newest, *mine])
    return wrong


def in_flight(calls: Sequence[Seen], faults: Sequence[float]) -> int:
    """Return at how many of these moments a robot, whose calls these are, had a call in flight."""
    return sum(
        any(
            each.at <= moment + AFTER_SECONDS and each.ended_at >= moment - BEFORE_SECONDS
            for each in calls
            if each.is_accepted
        )
        for moment in faults
    )


def most_in_a_minute(calls: Sequence[Seen]) -> int:
    """Return how many calls there were in the fullest 60 seconds, refused and failed ones too."""
    times = [each.at for each in calls]
    most, first = 0, 0
    for last, at in enumerate(times):
        while times[first] <= at - MINUTE_SECONDS:
            first += 1
        most = max(most, last - first + 1)
    return most
