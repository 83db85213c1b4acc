"""The product as a program: its commands, its environment and its HTTP answers, nothing imported."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Product:
    """One installation in a folder of its own."""

    def __init__(self, folder: Path, robot_url: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.url}/api/v1"
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": "a secret key of the contract tests, long enough to be taken seriously",
            "PORT": str(self.port),
            "WECOM_LOOPBACK_ENDPOINT": robot_url,
            "LANGUAGE_CODE": "en",
        }
        self.log = folder / "serve.log"
        self.process: subprocess.Popen | None = None

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=check,
        )

    def prepare(self) -> None:
        self.command("migrate")
        self.command("keyring", "init")
        self.command("create_admin", "root@example.com")

    def token(self, *scopes: str) -> str:
        words = [word for scope in scopes for word in ("--scope", scope)]
        return self.command("create_access_token", "root@example.com", *words).stdout.strip()

    def start(self, *words: str) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *words],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.url}/healthz", timeout=2).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """End the whole tree as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


class Client:
    """The API with one token."""

    def __init__(self, api_url: str, token: str) -> None:
        self.api_url = api_url
        self.session = requests.Session()
        self.session.trust_env = False
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method: str, path: str, body: object = None, **more) -> requests.Response:
        return self.session.request(method, self.api_url + path, json=body, timeout=30, **more)


def eventually(look, seconds: float = 15):
    """Return what `look` answers once it is true; the product works beside us, so we wait for facts."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to pass")
