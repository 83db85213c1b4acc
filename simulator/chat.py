from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from simulator.decoding import fields_of, text_in
from simulator.group import Robot
from simulator.mentions import Mentions
from simulator.raw_shown import RawShown
from simulator.robot import Accepted
from simulator.store import Store


@dataclass(frozen=True, kw_only=True)
class Message:
    """Hold a message in a group; `body` is the request as WeCom kept it, `at` in seconds since 1970."""

    id: int
    key: str
    robot: str
    msgtype: str
    body: dict[str, Any]
    bytes_used: int
    bytes_limit: int
    mentions: Mentions
    raw_shown: tuple[RawShown, ...]
    at: float

    @property
    def content(self) -> str:
        return text_in(fields_of(self.body, self.msgtype), "content")


class Chat:
    """Keep what the groups' members see."""

    def __init__(self, store: Store) -> None:
        """Keep it in `store`."""
        self.store = store

    def record(self, accepted: Accepted, *, robot: Robot, at: float) -> None:
        """Show an accepted message in its robot's group."""
        row = (
            robot.group_id,
            robot.key,
            accepted.msgtype,
            json.dumps(accepted.body),
            accepted.bytes_used,
            accepted.bytes_limit,
            json.dumps(accepted.mentions.people),
            accepted.mentions.everyone,
            json.dumps(accepted.raw_shown),
            at,
        )
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO messages (group_id, robot_key, msgtype, body, bytes_used, bytes_limit, people,"
                " everyone, raw_shown, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def messages(self, key: str | None = None) -> list[Message]:
        """Return every message, or those that one robot sent, oldest first."""
        rows = self.store.rows(
            "SELECT * FROM signed_messages WHERE ? IS NULL OR robot_key = ? ORDER BY id", key, key
        )
        return [_message(row) for row in rows]

    def newest(self, group_id: int, most: int) -> list[Message]:
        """Return at most the `most` newest messages of a group, oldest first."""
        rows = self.store.rows(
            "SELECT * FROM signed_messages WHERE group_id = ? ORDER BY id DESC LIMIT ?", group_id, most
        )
        return [_message(row) for row in reversed(rows)]

    def forget(self, group_id: int) -> None:
        """Empty a group's chat; its robots stay."""
        with self.store.transaction() as db:
            db.execute("DELETE FROM messages WHERE group_id = ?", (group_id,))


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"],
        key=row["robot_key"],
        robot=row["robot_name"],
        msgtype=row["msgtype"],
        body=json.loads(row["body"]),
        bytes_used=row["bytes_used"],
        bytes_limit=row["bytes_limit"],
        mentions=Mentions(people=tuple(json.loads(row["people"])), everyone=bool(row["everyone"])),
        raw_shown=tuple(RawShown(kind) for kind in json.loads(row["raw_shown"])),
        at=row["at"],
    )
