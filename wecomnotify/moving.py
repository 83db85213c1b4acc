"""The way from the SQLite file to PostgreSQL while the product runs: nothing is lost, nothing sent twice.

The order is the safety: this database closes for good before the copy exists, so that at no moment two
dispatchers hold one message.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connections, transaction

from notifications import moved
from notifications.clockwork import closing
from notifications.clockwork.turns import writing
from notifications.delivery.standstill import Standstill
from notifications.models import Delivery
from teams.models import AuditEntry
from wecomnotify import copy_target, table_copying
from wecomnotify.table_copying import NotCopiedError, Progress

STILL_WITHIN_SECONDS = 120.0  # a lane's turn of four calls lasts 52 s at most, a dead one's lease 16 s
LOOK_AGAIN_SECONDS = 0.1


class MoveError(Exception):
    """The move did not happen, or nobody knows whether it did; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a move did: rows by table, messages that wait in the copy, how long nothing could be written."""

    rows: dict[str, int]
    waiting: int
    closed_seconds: float


def move(alias: str, *, tell: Callable[[str], None], progress: Progress) -> Moved:
    """Close this database and copy everything to the other one; a failure opens it again.

    Raises:
        MoveError: when calls go on for too long, a row cannot be copied, or the commit was not answered.
        KeyboardInterrupt: after this database takes writes again.
    """
    standstill = Standstill()
    tell("Waiting until no call to a robot is under way …")
    _close_when_still(standstill, named=copy_target.name_of(alias))
    closed_at = time.monotonic()
    tell("This database is closed: reports are answered 503 and come again.")
    rows = _copied(alias, standstill, progress=progress)
    return Moved(
        rows=rows,
        waiting=Delivery.objects.using(alias).open().count(),
        closed_seconds=time.monotonic() - closed_at,
    )


def reopen() -> None:
    """Take writes again in this database, for a move that was given up."""
    with writing():
        closing.reopen()
        AuditEntry.record(actor=None, verb="database.reopened", target="the database")


def _close_when_still(standstill: Standstill, *, named: str) -> None:
    deadline = time.monotonic() + STILL_WITHIN_SECONDS
    while not _closes(standstill, named=named):
        if time.monotonic() > deadline:
            standstill.end()
            raise MoveError(
                f"Calls to robots are still under way after {STILL_WITHIN_SECONDS:.0f} s, and nothing was "
                "changed. Stop  serve  and  worker  and copy again."
            )
        time.sleep(LOOK_AGAIN_SECONDS)


def _closes(standstill: Standstill, *, named: str) -> bool:
    """Close in the transaction that sees no lane in another's hand; tell whether it did."""
    with writing():
        if standstill.reach():
            return False
        AuditEntry.record(actor=None, verb="database.moved", target=named)
        closing.close(besides=[table_copying.table_of(moved.LEFT_BEHIND)])
    return True


def _copied(alias: str, standstill: Standstill, *, progress: Progress) -> dict[str, int]:
    """Copy in one transaction: a copy is whole or is not there.

    Raises:
        MoveError: when it is not there, or when the answer to its commit was lost.
    """
    is_whole = False
    try:
        with transaction.atomic(using=alias):
            rows = table_copying.copy_rows(to=alias, progress=progress)
            moved.free_lanes(using=alias)
            with connections[alias].cursor() as cursor:
                cursor.execute("ANALYZE")
            is_whole = True
    except BaseException as error:
        if is_whole:
            raise MoveError(_unanswered(alias)) from error
        reopen()
        standstill.end()
        if isinstance(error, DatabaseError | NotCopiedError):
            raise MoveError(f"Nothing was moved, and this database takes writes again: {error}") from error
        raise
    return rows


def _unanswered(alias: str) -> str:
    return (
        f"{copy_target.name_of(alias)} went away during the commit: nobody knows whether the copy is there. "
        "This database stays closed. Look there: with rows in notifications_event the move is done; without "
        "them run  manage.py copy_database --reopen  and copy again."
    )
