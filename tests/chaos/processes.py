"""The product's processes as a supervisor runs them, and as chaos ends, stops and starts them."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.contract.product import ROOT, Product

CHILD = Path(__file__).parent / "child"
# Below the ports the kernel lends to outgoing connections: a port has to be free again after a kill.
PORTS = range(20_000, 30_000)
LOOK_EVERY_SECONDS = 0.05
RESTART_AFTER_SECONDS = 0.2


def quiet_port() -> int:
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port")


@dataclass
class Member:
    """One process tree of the installation: `serve`, a `worker`; restarted by `tend` when it ended."""

    words: tuple[str, ...]
    env: dict[str, str]
    process: subprocess.Popen | None = None
    ended_at: float | None = None


class Installation(Product):
    """The product in a folder of its own, as many processes as wanted."""

    def __init__(self, folder: Path, robot_url: str, **env: str) -> None:
        super().__init__(folder, robot_url)
        self.folder = folder
        self.port = quiet_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.url}/api/v1"
        self.env |= {"PORT": str(self.port), "PYTHONPATH": str(CHILD)} | env
        self.members: dict[str, Member] = {}

    def run(self, name: str, *words: str, **env: str) -> None:
        """Start a member, such as `run("web", "serve", "--no-dispatch")`; call it from the main thread.

        A child dies with the thread that started it.
        """
        self.members[name] = Member(words=words, env=self.env | env)
        self._spawn(name)

    def wait_until_it_answers(self) -> None:
        try:
            super().wait_until_it_answers()
        except (AssertionError, OSError) as error:
            raise AssertionError(self.logs()) from error

    def _spawn(self, name: str) -> None:
        member = self.members[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            member.process = subprocess.Popen(
                [sys.executable, *program(*member.words)],
                cwd=ROOT,
                env=member.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        member.ended_at = None

    def tend(self, seconds: float = 0.0) -> None:
        """Restart what has ended, as systemd would, for so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            for name, member in self.members.items():
                if member.process and member.process.poll() is not None:
                    member.ended_at = member.ended_at or time.monotonic()
                    if time.monotonic() - member.ended_at >= RESTART_AFTER_SECONDS:
                        self._spawn(name)
            if time.monotonic() >= deadline:
                return
            time.sleep(LOOK_EVERY_SECONDS)

    def pids(self, *names: str) -> list[int]:
        """Return the living processes of these members, or of all."""
        found = []
        for name in names or self.members:
            process = self.members[name].process
            if process and process.poll() is None:
                found += [process.pid, *children_of(process.pid)]
        return found

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to every process of a member."""
        for pid in self.pids(name):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def retire(self, *names: str) -> None:
        """Stop members politely, all of them unless named; they are not started again."""
        leaving = [self.members.pop(name) for name in names or list(self.members)]
        for member in leaving:
            member.process.send_signal(signal.SIGTERM)
        for member in leaving:
            member.process.wait(timeout=30)

    def close(self) -> None:
        """Kill everything that was started in this folder, what lost its parent included."""
        while pids := own_pids(self.env["DATA_DIR"]):
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(LOOK_EVERY_SECONDS)
        for member in self.members.values():
            member.process.wait(timeout=10)

    def logs(self) -> str:
        """Return the end of every member's log."""
        tails = [(file.name, file.read_text(errors="replace")[-4000:]) for file in self.folder.glob("*.log")]
        return "\n".join(f"── {name}\n{tail}" for name, tail in tails)


def program(name: str, *words: str) -> list[str]:
    """Return what Python runs for a member: a command of manage.py, or a worker of Celery."""
    if name == "celery":
        return ["-m", "celery", "-A", "wecomnotify", "worker", *words]
    return ["manage.py", name, *words]


def children_of(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    direct = [int(child) for child in listed.split()]
    return direct + [each for child in direct for each in children_of(child)]


def own_pids(data_dir: str) -> list[int]:
    """Return the living processes that were started with this DATA_DIR: ours, and nobody else's."""
    mark = f"DATA_DIR={data_dir}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            is_ours = folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0")
            if is_ours and int(folder.name) != os.getpid():
                found.append(int(folder.name))
    return found
