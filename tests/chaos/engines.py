"""Installations that trials start from: migrated once for each database, then copied."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.processes import Installation
from tests.engines.postgresql import PostgreSQL

TEMPLATE = "prepared"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A migrated installation with an administrator and a token; on PostgreSQL with its server."""

    data: Path
    token: str
    server: PostgreSQL | None = None

    @classmethod
    def make(cls, folder: Path, server: PostgreSQL | None = None) -> Prepared:
        env = {"DATABASE_URL": server.create(TEMPLATE)} if server else {}
        made = Installation(folder, "http://127.0.0.1:9", **env)
        made.prepare()
        return cls(data=Path(made.env["DATA_DIR"]), token=made.token("admin"), server=server)

    def copy(self, folder: Path) -> dict[str, str]:
        """Copy it to an installation in this folder; return what that needs in its environment."""
        shutil.copytree(self.data, folder / "data", dirs_exist_ok=True)
        if self.server is None:
            return {}
        name = f"trial_{next(numbers)}"
        self.server.sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return {"DATABASE_URL": self.server.url(name)}


numbers = itertools.count(1)
