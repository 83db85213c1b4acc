from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from simulator.store import Store

GARBAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"


class Kind(StrEnum):
    """Name a way to fail. All but LATENCY, DRIP and DROP_AFTER_ACCEPTING leave the message unaccepted."""

    LATENCY = "latency"  # answers as usual, `seconds` late
    DRIP = "drip"  # answers as usual, one byte every `seconds`
    DROP_AFTER_ACCEPTING = (
        "drop_after_accepting"  # the group shows the message, the caller sees a closed socket
    )
    DROP = "drop"  # closes the socket without a reply
    HANG = "hang"  # reads the request and never replies
    STATUS = "status"  # any HTTP `status` with `text` as its body
    REDIRECT = "redirect"  # 302 to an address of the same server that holds the key
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"  # 415, empty
    GARBAGE = "garbage"  # 200 with `text`, an HTML page unless given
    BUSY = "busy"  # -1
    RATE_LIMITED = "rate_limited"  # 45009
    CONCURRENT = "concurrent"  # 45033
    REMOVED = "removed"  # 93000
    DISABLED = "disabled"  # 93004
    TOO_LONG = "too_long"  # 40058
    ERRCODE = "errcode"  # any `errcode` with `text` as its errmsg


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Hold one scripted failure: for one key or (None) all, for N calls or (None) until cleared."""

    kind: Kind
    key: str | None = None
    times: int | None = 1
    seconds: float = 1.0
    status: int = 500
    errcode: int = -1
    text: str = ""
    id: int = 0


class Script:
    """Keep the scripted faults; each call takes every LATENCY meant for it and the first other fault."""

    def __init__(self, store: Store) -> None:
        """Keep them in `store`, where every process sees them."""
        self.store = store

    def add(self, fault: Fault) -> None:
        """Append a fault to the script."""
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO faults (kind, key, times, seconds, status, errcode, text)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (fault.kind, fault.key, fault.times, fault.seconds, fault.status, fault.errcode, fault.text),
            )

    def all(self) -> list[Fault]:
        """Return what is still scripted, in order."""
        return [_fault(row) for row in self.store.rows("SELECT * FROM faults ORDER BY id")]

    def clear(self, fault_id: int | None = None) -> None:
        """Take one fault, or all of them, out of the script."""
        with self.store.transaction() as db:
            db.execute("DELETE FROM faults WHERE ? IS NULL OR id = ?", (fault_id, fault_id))

    def take(self, key: str) -> list[Fault]:
        """Return the faults of this call, used up by one."""
        taken: list[Fault] = []
        with self.store.transaction() as db:
            rows = db.execute("SELECT * FROM faults WHERE key IS NULL OR key = ? ORDER BY id", (key,))
            for fault in map(_fault, rows.fetchall()):
                others = any(each.kind is not Kind.LATENCY for each in taken)
                if fault.kind is Kind.LATENCY or not others:
                    taken.append(fault)
                    _use_up(db, fault)
        return taken


def _use_up(db: sqlite3.Connection, fault: Fault) -> None:
    db.execute("UPDATE faults SET times = times - 1 WHERE id = ?", (fault.id,))
    db.execute("DELETE FROM faults WHERE id = ? AND times <= 0", (fault.id,))


def _fault(row: sqlite3.Row) -> Fault:
    return Fault(**{**dict(row), "kind": Kind(row["kind"])})
