"""Debian's PostgreSQL on loopback, in a folder of its own that is gone afterwards.

`python -m tests.engines.postgresql pytest tests/delivery` runs a command with TEST_DATABASE_URL naming a new
server; where none is installed it says so and runs nothing.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self

USER = "wecomnotify"
# Tests need no disk; a server that is stopped `immediate` recovers from what the system holds all the same.
QUICK = {"fsync": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "log_timezone": "UTC",
    "timezone": "Asia/Shanghai",  # unlike ours, so that nothing leans on it
}


def programs() -> Path | None:
    """Return the folder of the newest server's programs, if one is installed."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    newest = max(found, key=lambda each: int(each.parts[-3]), default=None)
    in_path = shutil.which("postgres")
    return newest.parent if newest else Path(in_path).parent if in_path else None


class PostgreSQL:
    """A server that is started, stopped in each of PostgreSQL's ways, and taken away; a context as well."""

    def __init__(self, *, durable: bool = False) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError("No PostgreSQL server here. As root: apt-get install postgresql")
        self.programs = found
        # The server refuses to run as root, and must reach its folder: no parent of it may be ours alone.
        self.account = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="wecomnotify-postgresql-"))
        self.data, self.log = self.folder / "data", self.folder / "log"
        self.password = secrets.token_urlsafe(12)
        self.port = _free_port()
        self._initialise(SETTINGS | ({} if durable else QUICK))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def url(self, database: str = "postgres") -> str:
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self._control("start", f"--log={self.log}")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `smart` waits for clients, `fast` sends them away, `immediate` is a crash."""
        self._control("stop", f"--mode={mode}")

    def restart(self, mode: str = "immediate") -> None:
        self.stop(mode)
        self.start()

    def create(self, database: str) -> str:
        """Make an empty database and return its address."""
        self.sql(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        """Run one statement with psql and return what it prints, rows and columns bare."""
        words = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", statement]
        return self.run(*words, self.url(database)).strip()

    def run(self, program: str, *words: str) -> str:
        """Run one of the server's programs, such as pg_dump, and return what it prints."""
        done = subprocess.run(
            [self.programs / program, *words], check=False, capture_output=True, text=True, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")
        return done.stdout

    def remove(self) -> None:
        """Stop it and take its folder away, however it is."""
        if (self.data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initialise(self, settings: dict[str, str]) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.account:
            for path in (self.folder, secret):
                shutil.chown(path, **self.account)
        words = ["initdb", f"--pgdata={self.data}", f"--username={USER}", f"--pwfile={secret}"]
        words += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._as_account(*words, *(["--no-sync"] if "fsync" in settings else []))
        lines = [f"{name} = '{value}'" for name, value in settings.items()]
        lines += [f"port = {self.port}", f"unix_socket_directories = '{self.folder}'"]
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(lines) + "\n")

    def _control(self, verb: str, *words: str) -> None:
        self._as_account("pg_ctl", verb, f"--pgdata={self.data}", "--wait", "--silent", *words)

    def _as_account(self, program: str, *words: str) -> None:
        # Its own session: Ctrl-C ends the tests, and they end the server.
        done = subprocess.run(
            [self.programs / program, *words],
            check=False,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            timeout=120,
            **self.account,
        )
        if done.returncode:
            told = self.log.read_text() if self.log.exists() else ""
            raise RuntimeError(f"{program} {' '.join(words)}: {done.stderr.strip()}\n{told}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Run a command on a new server; return its exit code."""
    if programs() is None:
        print("No PostgreSQL server here: what runs on it is left out. As root: apt-get install postgresql")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # the server goes as well
    with PostgreSQL() as server:
        return subprocess.run(
            command, env=os.environ | {"TEST_DATABASE_URL": server.url()}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
