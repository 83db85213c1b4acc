from __future__ import annotations

import sqlite3
import uuid
from dataclasses import dataclass

from simulator.robot import Standing
from simulator.store import Store


@dataclass(frozen=True, kw_only=True)
class Robot:
    key: str
    name: str
    group_id: int
    group: str
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class Group:
    """Hold a group as the list at the left shows it; `last_at` in seconds since 1970, 0 when silent."""

    id: int
    name: str
    messages_count: int
    last_id: int
    last_at: float


class Groups:
    """Keep the groups and the robots in them."""

    def __init__(self, store: Store) -> None:
        """Keep them in `store`."""
        self.store = store

    def add_robot(self, *, group: str, name: str = "", key: str | None = None) -> Robot:
        """Put a robot into a group, which is made when new; a known key is renamed or moved, and active."""
        key = key or str(uuid.uuid4())
        with self.store.transaction() as db:
            db.execute("INSERT OR IGNORE INTO groups (name) VALUES (?)", (group,))
            db.execute(
                "INSERT INTO robots (key, name, group_id) SELECT ?, ?, id FROM groups WHERE name = ?"
                " ON CONFLICT (key) DO UPDATE SET name = excluded.name, group_id = excluded.group_id,"
                " standing = 'active'",
                (key, name or group, group),
            )
        robot = self.robot(key)
        assert robot is not None
        return robot

    def stand(self, key: str, standing: Standing) -> None:
        """Activate, disable or remove a robot."""
        with self.store.transaction() as db:
            db.execute("UPDATE robots SET standing = ? WHERE key = ?", (standing, key))

    def robot(self, key: str) -> Robot | None:
        """Return the robot that has this key, a removed one included."""
        rows = self.store.rows("SELECT * FROM robots_in_groups WHERE key = ?", key)
        return _robot(rows[0]) if rows else None

    def robots_in(self, group_id: int) -> list[Robot]:
        """Return a group's robots, oldest first."""
        rows = self.store.rows("SELECT * FROM robots_in_groups WHERE group_id = ? ORDER BY number", group_id)
        return [_robot(row) for row in rows]

    def all(self) -> list[Group]:
        """Return every group, the one that spoke last first."""
        rows = self.store.rows(
            "SELECT groups.id, groups.name, COUNT(messages.id) AS messages_count,"
            " COALESCE(MAX(messages.id), 0) AS last_id, COALESCE(MAX(messages.at), 0.0) AS last_at"
            " FROM groups LEFT JOIN messages ON messages.group_id = groups.id"
            " GROUP BY groups.id ORDER BY last_id DESC, groups.id"
        )
        return [Group(**dict(row)) for row in rows]


def _robot(row: sqlite3.Row) -> Robot:
    return Robot(
        key=row["key"],
        name=row["name"],
        group_id=row["group_id"],
        group=row["group_name"],
        standing=Standing(row["standing"]),
    )
