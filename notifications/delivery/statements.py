"""The statements that run for every message, written out.

The ORM takes ten times longer to build one of these than the database to run it (0.3 ms of CPU against
0.03 ms); what runs seldom is left to it. They are the same on SQLite and PostgreSQL, except for the row
locks, which SQLite neither has nor needs. Open states are spelled with literals: only so can a database
prove that the partial index of what waits serves the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from credentials.answers import Answer
from credentials.models import Credential
from notifications import many, rows
from notifications.clockwork import engine
from notifications.models import Attempt, Delivery, Lane
from notifications.models.delivery import Rank, State
from notifications.models.lane import LONGEST_WAIT
from notifications.rows import Columns

LANE, LANE_STATE = Columns(Lane), Columns(Lane, without=["robot"])
DELIVERY, ATTEMPT = Columns(Delivery), Columns(Attempt, without=["id"])
SENDER = Columns(
    Credential,
    only=[
        "id", "endpoint", "robot", "sealed_key", "is_enabled", "last_used_at", "last_outcome", "last_errcode"
    ],
)  # fmt: skip
CARRIER = Columns(Delivery, without=["id"])
TEXT = Columns(Delivery, only=["message_type", "body", "content_bytes"])
WAITING = Columns(
    Delivery, only=["id", "part", "digest", "message_type", "due_at", "on_ambiguous", "pipeline"]
)

# A lease that ends too far ahead was written before the clock was set back; it does not count.
IS_FREE = "(lease_until IS NULL OR lease_until < %s OR lease_until > %s)"
IS_DUE = f"wake_at <= %s AND {IS_FREE}"
IS_WELL = " AND failures = 0"
LANES = f"SELECT {LANE.of(LANE.table)} FROM {LANE.table}"
ONE_LANE = f"{LANES} WHERE robot_id = %s"
LONGEST_WAITING = " ORDER BY wake_at, robot_id LIMIT %s"
FREE_AT = f"SELECT wake_at FROM {LANE.table} WHERE wake_at IS NOT NULL AND {IS_FREE}"
LEASED_UNTIL = f"SELECT MIN(lease_until) FROM {LANE.table} WHERE wake_at <= %s AND lease_until >= %s"
KEEP_LANE = f"UPDATE {LANE.table} SET {LANE_STATE.assigned} WHERE robot_id = %s"

IN_LINE = "d.lane_id = %s AND d.state IN ('pending', 'sending') AND d.carried_by_id IS NULL"
CROWD = f"SELECT 1 FROM {DELIVERY.table} d WHERE {IN_LINE} AND d.rank = {Rank.NORMAL.value} LIMIT %s"
HEAD = f"""
    SELECT (SELECT COUNT(*) FROM ({CROWD}) crowd), {DELIVERY.of("d")}, {SENDER.of("c")}
    FROM {DELIVERY.table} d LEFT JOIN {SENDER.table} c ON c.id = d.credential_id WHERE {IN_LINE}"""
BUT = " AND (d.credential_id IS NULL OR d.credential_id <> %s)"
BUT_TESTS = " AND (d.credential_id IS NULL OR d.credential_id <> %s OR d.is_test)"
FIRST = " ORDER BY d.rank, d.id LIMIT 1"
TOGETHER = f"""
    SELECT {WAITING.of("d")} FROM {DELIVERY.table} d WHERE {IN_LINE} AND d.state = 'pending'
        AND d.rank = {Rank.NORMAL.value} AND d.part = 'message' AND d.credential_id = %s AND """
IN_ORDER = " ORDER BY d.rank, d.id LIMIT %s"
# Without their state the index of what follows serves it, and not that of all that waits.
FOLLOWING = f"SELECT id, state FROM {DELIVERY.table} WHERE follows_id "
FREEZE = f"UPDATE {DELIVERY.table} SET {TEXT.assigned} WHERE id = %s"
CARRY = f"UPDATE {DELIVERY.table} SET carried_by_id = %s WHERE id "

RESERVE = f"UPDATE {DELIVERY.table} SET state = 'sending', reserved_at = %s WHERE id = %s"
SETTLE = f"""
    UPDATE {DELIVERY.table} SET state = %s, reason = %s, http_status = %s, errcode = %s, errmsg = %s,
        sent_at = %s, attempts_count = attempts_count + %s WHERE id = %s"""
UNLESS_SENT = " AND state <> 'sent'"
COUNT = f"UPDATE {DELIVERY.table} SET attempts_count = attempts_count + %s WHERE id = %s"
ADD_ATTEMPT = f"INSERT INTO {ATTEMPT.table} ({ATTEMPT.listed}) VALUES ({ATTEMPT.placeholders})"


@dataclass(frozen=True, kw_only=True)
class Head:
    """What is first in a lane, and whether more waits there than the lane may send now."""

    delivery: Delivery
    is_crowded: bool


@dataclass(kw_only=True)
class PassedOver:
    """The credentials of which nothing is sent now, and those of which tests are, and nothing else."""

    wholly: list[Any] = field(default_factory=list)
    but_for_tests: list[Any] = field(default_factory=list)


def is_any_due(now: datetime, *, also_failing: bool = True) -> bool:
    """Tell whether a lane's alarm rang and nobody leases it."""
    statement = f"SELECT 1 FROM {LANE.table} WHERE {IS_DUE}{'' if also_failing else IS_WELL} LIMIT 1"
    return bool(rows.select(statement, [rows.moment(now), *_free(now)]))


def lock_due(now: datetime, *, limit: int, also_failing: bool = True) -> list[Lane]:
    """Lock the lanes whose alarm rang and that nobody leases, longest waiting first."""
    locking = " FOR NO KEY UPDATE SKIP LOCKED" if engine.is_postgresql() else ""
    statement = f"{LANES} WHERE {IS_DUE}{'' if also_failing else IS_WELL}{LONGEST_WAITING}{locking}"
    return LANE.read_all(rows.select(statement, [rows.moment(now), *_free(now), limit]))


def lock(lane_id: int) -> Lane:
    """Lock one lane until the transaction ends."""
    locking = rows.locking()
    (row,) = rows.select(ONE_LANE + locking, [lane_id])
    return LANE.read(row)


def keep(lane: Lane) -> None:
    """Write a locked lane back."""
    rows.run(KEEP_LANE, [*LANE_STATE.parameters(lane), lane.pk])


def next_alarm(now: datetime, *, also_failing: bool = True) -> datetime | None:
    """Return when a lane is due next: its alarm, or the end of a lease that may have been lost."""
    free_at = f"{FREE_AT}{'' if also_failing else IS_WELL} ORDER BY wake_at LIMIT 1"
    (found,) = rows.select(
        f"SELECT ({free_at}), ({LEASED_UNTIL})", [*_free(now), rows.moment(now), rows.moment(now)]
    )
    return min((moment for moment in map(rows.aware, found) if moment), default=None)


def head(lane: Lane, *, may_send: int, passing_over: PassedOver) -> Head | None:
    """Return what is first in a lane, with its credential; `may_send` is how many calls the lane has left."""
    wholly, but_for_tests = passing_over.wholly, passing_over.but_for_tests
    statement = HEAD + BUT * len(wholly) + BUT_TESTS * len(but_for_tests) + FIRST
    keys = [SENDER.parameter("id", key) for key in (*wholly, *but_for_tests)]
    found = rows.select(statement, [lane.pk, may_send + 1, lane.pk, *keys])
    if not found:
        return None
    crowd, *row = found[0]
    delivery = DELIVERY.read(row[: len(DELIVERY)])
    if delivery.credential_id:
        delivery.credential = SENDER.read(row[len(DELIVERY) :])
    return Head(delivery=delivery, is_crowded=crowd > may_send)


def together_with(head: Delivery, *, at_most: int) -> list[Delivery]:
    """Return the messages that one team has waiting for one credential in a lane, the head first."""
    of_team = "d.team_id IS NULL" if head.team_id is None else "d.team_id = %s"
    team = [] if head.team_id is None else [head.team_id]
    credential = SENDER.parameter("id", head.credential_id)
    found = rows.select(TOGETHER + of_team + IN_ORDER, [head.lane_id, credential, *team, at_most])
    return WAITING.read_all(found)


def add_carrier(delivery: Delivery) -> None:
    """Insert a delivery that carries others, or a mention that follows one."""
    rows.insert(CARRIER, [delivery])


def freeze(delivery: Delivery) -> None:
    """Write down the text of a delivery, which may name its key."""
    rows.run(FREEZE, [*TEXT.parameters(delivery), delivery.pk])


def carry(waiting: Sequence[Delivery], *, by: Delivery) -> None:
    """Have these carried by another delivery, and the mentions that follow them and wait."""
    ids = [each.pk for each in waiting]
    behind, parameters = many.among(ids)
    following = rows.select(FOLLOWING + behind, parameters)
    ids += [pk for pk, state in following if state == State.PENDING]
    carried, parameters = many.among(ids)
    rows.run(CARRY + carried, [by.pk, *parameters])


def reserve(delivery: Delivery, *, now: datetime) -> None:
    """Mark a delivery as being sent."""
    delivery.state, delivery.reserved_at = State.SENDING, now
    rows.run(RESERVE, [rows.moment(now), delivery.pk])


def settle(
    delivery: Delivery, state: State, *, reason: str, answer: Answer, now: datetime, calls: int
) -> bool:
    """Write down what a call came to, and tell whether it was; what was accepted once stays so."""
    is_sent = state == State.SENT
    told = [answer.http_status, answer.errcode, answer.errmsg, rows.moment(now) if is_sent else None]
    statement = SETTLE if is_sent else SETTLE + UNLESS_SENT
    return rows.run(statement, [str(state), str(reason), *told, calls, delivery.pk]) > 0


def count(delivery: Delivery, calls: int) -> bool:
    """Add calls in the database: whoever lost a lease knows only an old figure; tell whether it is there."""
    return rows.run(COUNT, [calls, delivery.pk]) > 0


def add(attempt: Attempt) -> None:
    rows.run(ADD_ATTEMPT, ATTEMPT.parameters(attempt))


def _free(now: datetime) -> list[Any]:
    return [rows.moment(now), rows.moment(now + LONGEST_WAIT)]
