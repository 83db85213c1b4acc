"""The result before: what makes a success a recovery and a result a change."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from notifications import rows
from notifications.clockwork import engine
from notifications.models import Event
from notifications.rows import Columns
from notifications.vocabulary import NotificationEvent, Status, event_of

RUN_NUMBER = re.compile(r"[0-9]{1,18}")
RESULTS = (Status.SUCCEEDED, Status.FAILED)
ENDINGS = (*RESULTS, Status.CANCELED, Status.SKIPPED)
Statuses = tuple[Status, ...]
# Where an event stands among those of its pipeline, task and branch, all with run numbers or none.
Place = tuple[int, int, datetime] | tuple[datetime]
NUMBERED, UNNUMBERED = ("run_number", "attempt", "occurred_at"), ("occurred_at",)
# What is asked for, in PostgreSQL's names of its types.
ASKED = {"position": "integer", "pipeline": "bigint", "task": "text", "branch": "text"}
PLACED = {"run_number": "bigint", "attempt": "integer", "occurred_at": "timestamptz"}
FOUND = Columns(Event, only=["status", "occurrence", *NUMBERED])


def run_number(run: str) -> int | None:
    """Return the number that orders this run among others, or None when runs are not counted."""
    return int(run) if RUN_NUMBER.fullmatch(run) else None


def note(events: Sequence[Event]) -> None:
    """Set the previous status and the occurrence of events that are about to be stored, in this order.

    Order is that of runs, then attempts, then time; events without run numbers are ordered by time. So an
    event that comes late is judged by its own place, not by when it came. Canceled and skipped runs count
    only for canceled and skipped ones. Each sees those before it in `events` as if they were stored.
    """
    stored, together = neighbours(events, earlier=True), Together()
    for position, event in enumerate(events):
        previous = together.before(event, stored.get(position))
        event.previous_status = previous.status if previous else ""
        event.occurrence = event_of(Status(event.status)) or ""
        together.add(event)
    _tell_recoveries(events)


def _tell_recoveries(events: Sequence[Event]) -> None:
    """Tell a success after a failure as a recovery, unless a later run, reported earlier, was told so."""
    recovering = [
        position
        for position, event in enumerate(events)
        if event.status == Status.SUCCEEDED and event.previous_status == Status.FAILED
    ]
    if not recovering:
        return
    found = neighbours([events[position] for position in recovering], earlier=False)
    stored = {position: found.get(number) for number, position in enumerate(recovering)}
    together = Together()
    for position, event in enumerate(events):
        if position in stored:
            following = together.after(event, stored[position])
            if following is None or following.occurrence != NotificationEvent.RECOVERED:
                event.occurrence = NotificationEvent.RECOVERED
        together.add(event)


class Together:
    """Events of one group, by their places, so that those that come later in it see them."""

    def __init__(self) -> None:
        self._events: dict[Any, list[Event]] = defaultdict(list)
        self._places: dict[Any, list[Place]] = defaultdict(list)

    def add(self, event: Event) -> None:
        for counted in (RESULTS, ENDINGS):
            if event.status in counted:
                line, place = _line(event, counted), place_of(event)
                at = bisect_right(self._places[line], place)
                self._places[line].insert(at, place)
                self._events[line].insert(at, event)

    def before(self, event: Event, stored: Event | None) -> Event | None:
        """Return the last one that counts up to the event's place; what is stored came first."""
        line = _line(event, counted_for(event))
        at = bisect_right(self._places[line], place_of(event))
        if at and (stored is None or place_of(stored) <= self._places[line][at - 1]):
            return self._events[line][at - 1]
        return stored

    def after(self, event: Event, stored: Event | None) -> Event | None:
        """Return the first result behind the event's place."""
        line = _line(event, RESULTS)
        at = bisect_right(self._places[line], place_of(event))
        places = self._places[line]
        if at < len(places) and (stored is None or places[at] < place_of(stored)):
            return self._events[line][at]
        return stored


def place_of(event: Event) -> Place:
    if event.run_number is None:
        return (event.occurred_at,)
    return event.run_number, event.attempt, event.occurred_at


def counted_for(event: Event) -> Statuses:
    """Return the statuses that count as a result before this event."""
    return ENDINGS if event.status in ENDINGS and event.status not in RESULTS else RESULTS


def _line(event: Event, counted: Statuses) -> tuple[object, ...]:
    return event.pipeline_id, event.task, event.branch, event.run_number is None, counted


def neighbours(events: Collection[Event], *, earlier: bool) -> dict[int, Event]:
    """Return what is stored nearest before (or behind) each event's place, by the event's position."""
    asked: dict[tuple[bool, Statuses], list[Any]] = defaultdict(list)
    for position, event in enumerate(events):
        *numbers, occurred_at = place_of(event)
        of_event = position, event.pipeline_id, event.task, event.branch, *numbers, rows.moment(occurred_at)
        asked[event.run_number is None, counted_for(event) if earlier else RESULTS].append(of_event)
    found = {}
    for (is_unnumbered, counted), places in asked.items():
        order = UNNUMBERED if is_unnumbered else NUMBERED
        statement = _statement(order, counted, earlier=earlier)
        kinds = [*ASKED.values(), *(PLACED[each] for each in order)]
        for position, *row in rows.ask(statement, places, kinds):
            found[position] = FOUND.read(row)
    return found


@cache
def _statement(order: Sequence[str], counted: Statuses, *, earlier: bool) -> str:
    """Return the statement that finds the neighbour of each place in `%(asked)s`; an index has its order."""
    direction, bound, compared = ("DESC", "<=", "<=") if earlier else ("ASC", ">=", ">")
    stored, asked = (", ".join(f"{table}.{each}" for each in order) for table in "ea")
    statuses = ", ".join(f"'{status}'" for status in counted)
    by_place = ", ".join(f"e.{each} {direction}" for each in (*order, "id"))
    # The plain bound repeats what the whole place says, in words that name the index.
    run = f"e.run_number {bound} a.run_number" if order == NUMBERED else "e.run_number IS NULL"
    nearest = f"""
        FROM {FOUND.table} e
        WHERE e.pipeline_id = a.pipeline AND e.task = a.task AND e.branch = a.branch AND {run}
            AND ({stored}) {compared} ({asked}) AND e.status IN ({statuses})
        ORDER BY {by_place} LIMIT 1"""
    if engine.is_postgresql():
        # Joined by the key it would rather read the whole table, as long as that is short.
        joined = f"CROSS JOIN LATERAL (SELECT e.* {nearest}) found"
    else:
        joined = f"JOIN {FOUND.table} found ON found.id = (SELECT e.id {nearest})"
    return f"""
        WITH a({", ".join((*ASKED, *order))}) AS (%(asked)s)
        SELECT a.position, {FOUND.of("found")} FROM a {joined}"""  # noqa: S608  # no value in it
