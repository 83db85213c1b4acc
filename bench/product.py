"""The product as a program in a folder of its own: its commands, its environment and its API."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from bench import processes
from bench.robots import ROOT

START_SECONDS = 60
STOP_SECONDS = 40
LAST_WORDS = 2000  # characters of a log that tell what went wrong
ADMIN = "root@example.com"


class Product:
    """One installation; `serve` and `worker` may run at the same time."""

    def __init__(self, folder: Path, *, sink_url: str, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": f"sqlite:///{folder / 'data/wecomnotify.sqlite3'}",
            "SECRET_KEY": "a secret key of the bench, long enough to be taken seriously",
            "PORT": str(self.port),
            "WECOM_LOOPBACK_ENDPOINT": sink_url,
            "LANGUAGE_CODE": "en",
        } | settings
        self.running: list[subprocess.Popen[bytes]] = []
        self.admin_token = ""
        self.counted_along: tuple[int, ...] = ()  # processes that work for it, such as its database server

    def prepare(self) -> None:
        """Make the database, the keyring and an administrator with a token."""
        for words in (["migrate", "--verbosity", "0"], ["keyring", "init"], ["create_admin", ADMIN]):
            self.command(*words)
        self.admin_token = self.command("create_access_token", ADMIN, "--scope", "admin").strip()

    def copy(self, folder: Path) -> Product:
        """Return an installation with the same data, its own folder and port; nothing may be running."""
        shutil.copytree(self.folder / "data", folder / "data")
        made = Product(folder, sink_url=self.env["WECOM_LOOPBACK_ENDPOINT"])
        made.env = self.env | {name: made.env[name] for name in ("HOME", "DATA_DIR", "DATABASE_URL", "PORT")}
        made.admin_token = self.admin_token
        return made

    def command(self, *words: str) -> str:
        """Run `manage.py` to its end and return what it printed."""
        return self._run("manage.py", *words)

    def module(self, *words: str) -> str:
        """Run a module of ours with the product's environment and return what it printed."""
        return self._run("-m", *words)

    def _run(self, *words: str) -> str:
        """Run Python to its end.

        Raises:
            RuntimeError: with what it complained about.
        """
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} failed: {done.stderr.strip()[-LAST_WORDS:]}")
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `manage.py` with these words, in a process group of its own."""
        with (self.folder / "product.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def serve(self, *words: str) -> None:
        """Start `serve` and wait until it answers.

        Raises:
            RuntimeError: with its last words.
        """
        process = self.start("serve", *words)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                self.ask("GET", "/healthz")
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"serve did not answer: {self.last_words()}")

    def last_words(self) -> str:
        return (self.folder / "product.log").read_text()[-LAST_WORDS:]

    def stop(self) -> None:
        """Let everything finish what it does, and end what does not."""
        for process in self.running:
            process.send_signal(signal.SIGINT)
        for process in self.running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def cpu_seconds(self) -> float:
        return processes.cpu_seconds(*(process.pid for process in self.running), *self.counted_along)

    def disk_bytes(self) -> int:
        """Return what the data folder weighs."""
        return sum(file.stat().st_size for file in (self.folder / "data").rglob("*.sqlite3*"))

    def memory_mb(self) -> float:
        return sum(processes.memory_mb(process.pid) for process in self.running)

    def ask(self, method: str, path: str, body: object = None, *, token: str = "") -> tuple[int, bytes]:
        """Return the status and the body of one answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            sent = None if body is None else json.dumps(body).encode()
            connection.request(method, path, sent, headers | {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def api(self, method: str, path: str, body: object = None) -> Any:
        """Return what the API answers an administrator.

        Raises:
            RuntimeError: with the answer, when it says no.
        """
        status, content = self.ask(method, f"/api/v1{path}", body, token=self.admin_token)
        if status >= 400:
            raise RuntimeError(f"{method} {path}: HTTP {status} {content.decode()}\n{self.last_words()}")
        return json.loads(content) if content else None

    def wait_until_ready(self, *, within_seconds: float) -> None:
        """Wait until the product says that it could do all its work.

        Raises:
            TimeoutError: with what it says is missing.
        """
        deadline = time.monotonic() + within_seconds
        while (answer := self.ask("GET", "/readyz"))[0] != 200:
            if time.monotonic() > deadline:
                raise TimeoutError(answer[1].decode())
            time.sleep(0.2)

    def wait_until_settled(self, *, within_seconds: float) -> None:
        """Wait until no delivery waits or is being sent, or the time is over."""
        deadline = time.monotonic() + within_seconds
        while time.monotonic() < deadline and any(
            self.api("GET", f"/deliveries?state={state}&limit=1")["items"] for state in ("pending", "sending")
        ):
            time.sleep(0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
