"""Debian's Redis on loopback: everything in memory, nothing on disk."""

from __future__ import annotations

import shutil
import socket

from tests.engines.running import Server


def program() -> str | None:
    return shutil.which("redis-server")


class Redis(Server):
    """A broker that keeps its messages in memory."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        words = [program(), "--port", f"{self.port}", "--bind", "127.0.0.1", "--dir", f"{self.folder}"]
        return [*words, "--save", "", "--appendonly", "no"]

    def flush(self) -> None:
        """Throw every message away."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as wire:
            wire.sendall(b"FLUSHALL\r\n")
            assert wire.recv(5) == b"+OK\r\n"
