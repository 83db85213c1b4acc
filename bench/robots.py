"""The stand-in robots as their caller sees them: started, asked, ended."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench import processes

ROOT = Path(__file__).resolve().parent.parent
LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Call:
    """One message that reached a robot."""

    at: float
    key: str
    text: str
    errcode: int


@dataclass(frozen=True, kw_only=True)
class Sink:
    """A running `bench.sink`."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def webhook(self, key: str) -> str:
        return f"{self.url}/cgi-bin/webhook/send?key={key}"

    def count(self) -> int:
        return int(self._ask("/count"))

    def calls(self) -> list[Call]:
        return [Call(at=at, key=key, text=text, errcode=code) for at, key, text, code in self._ask("/calls")]

    def cpu_seconds(self) -> float:
        return processes.cpu_seconds(self.pid)

    def wait_for(self, count: int, *, within_seconds: float) -> None:
        """Wait until so many calls have arrived.

        Raises:
            TimeoutError: with how many there were.
        """
        deadline = time.monotonic() + within_seconds
        while (arrived := self.count()) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{arrived} of {count} messages arrived within {within_seconds:.0f} s.")
            time.sleep(LOOK_EVERY_SECONDS)

    def _ask(self, path: str) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


@contextmanager
def standing(*options: str) -> Iterator[Sink]:
    """Run stand-in robots until the block ends; options as `python -m bench.sink --help` lists them."""
    words = [sys.executable, "-m", "bench.sink", *options]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Sink(port=int(process.stdout.readline()), pid=process.pid)
        finally:
            process.kill()


def post(sink: Sink, key: str, body: bytes) -> Any:
    """Tell a robot something, as a peer without a client of its own does; return its answer."""
    connection = HTTPConnection("127.0.0.1", sink.port, timeout=30)
    try:
        connection.request("POST", f"/cgi-bin/webhook/send?key={key}", body)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()
