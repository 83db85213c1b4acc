from __future__ import annotations

import secrets
import sqlite3

from simulator.options import Options
from simulator.rate import TOO_OFTEN, WINDOW_SECONDS, RateState, blocked_until
from simulator.robot import Verdict
from simulator.store import Store
from simulator.uploads import MEDIA_LIFE_SECONDS, Upload

_REMEMBERED_SECONDS = 2 * WINDOW_SECONDS


class Usage:
    """Keep what the minute's limit and uploads need to know about each key."""

    def __init__(self, store: Store) -> None:
        """Keep it in `store`."""
        self.store = store

    def rate_of(self, key: str, *, now: float) -> RateState:
        """Return a key's counted calls of the last two minutes and its block."""
        counted = self.store.rows(
            "SELECT at FROM counted WHERE key = ? AND at > ?", key, now - _REMEMBERED_SECONDS
        )
        until = self.store.rows("SELECT blocked_until FROM robots WHERE key = ?", key)
        return RateState(
            counted=tuple(row["at"] for row in counted), blocked_until=until[0][0] if until else 0.0
        )

    def count(self, verdict: Verdict, rate: RateState, options: Options, *, key: str, now: float) -> None:
        """Remember what this call did to the key's minute."""
        with self.store.transaction() as db:
            if verdict.message or options.refused_calls_count:
                _remember(db, key, now)
            if verdict.refusal and verdict.refusal.errcode == TOO_OFTEN:
                until = blocked_until(rate, options, now=now)
                db.execute("UPDATE robots SET blocked_until = ? WHERE key = ?", (until, key))

    def forget(self) -> None:
        """Start every key's minute anew."""
        with self.store.transaction() as db:
            db.execute("DELETE FROM counted")
            db.execute("UPDATE robots SET blocked_until = 0")

    def keep(self, upload: Upload, *, key: str, now: float) -> str:
        """Store an upload's name and return its new media_id."""
        media_id = secrets.token_urlsafe(48)
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO media (id, key, name, at) VALUES (?, ?, ?, ?)", (media_id, key, upload.name, now)
            )
        return media_id

    def owns_media(self, key: str, media_id: str, *, now: float) -> bool:
        """Return whether this key uploaded that file within the last three days."""
        oldest = now - MEDIA_LIFE_SECONDS
        return bool(
            self.store.rows("SELECT 1 FROM media WHERE id = ? AND key = ? AND at > ?", media_id, key, oldest)
        )


def _remember(db: sqlite3.Connection, key: str, now: float) -> None:
    db.execute("DELETE FROM counted WHERE key = ? AND at <= ?", (key, now - _REMEMBERED_SECONDS))
    db.execute("INSERT INTO counted (key, at) VALUES (?, ?)", (key, now))
