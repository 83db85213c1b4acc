"""From `make run` in a fresh copy to a page that answers, and the memory of the product at rest."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench import processes, robots
from bench.figures import Figure, Measured, SkippedError, at_most
from bench.product import free_port
from bench.robots import ROOT
from bench.workshop import Workshop

START_SECONDS = 240
REST_SECONDS = 12


def measure(workshop: Workshop) -> Measured:
    """Start a copy of what is committed, twice: with nothing installed, and with its data there."""
    folder = workshop.new_folder()
    _copy(folder)
    first, _ = _run(folder)
    again, at_rest = _run(folder)
    with robots.standing() as sink, workshop.product(sink_url=sink.url) as product:
        product.serve()
        time.sleep(REST_SECONDS)
        served = product.memory_mb()
    return Measured(
        figures=(
            Figure(what="make run to a page, nothing installed", unit="s", values=(first,), bar=at_most(60)),
            Figure(what="make run again", unit="s", values=(again,)),
            Figure(what="memory at rest, manage.py serve", unit="MB", values=(served,), bar=at_most(200)),
            Figure(what="memory at rest, make run", unit="MB", values=(at_rest,)),
        ),
        notes=("wheels come from pip's cache where it has them; memory is PSS over the process tree",),
    )


def _copy(folder: Path) -> None:
    """Unpack what is committed.

    Raises:
        SkippedError: where there is no history to take it from.
    """
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if archive.returncode:
        raise SkippedError("There is no git here to make a fresh copy with.")
    subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)  # noqa: S607


def _run(folder: Path) -> tuple[float, float]:
    """Return the seconds until a page answers, and megabytes at rest."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    env |= {"PORT": f"{port}", "DATA_DIR": str(folder / "var")}
    began = time.monotonic()
    with (folder / "run.log").open("ab") as log:
        process = subprocess.Popen(
            ["make", "run"],  # noqa: S607
            cwd=folder,
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_for_a_page(port, process, folder / "run.log")
        took = time.monotonic() - began
        time.sleep(REST_SECONDS)
        return took, processes.memory_mb(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def _wait_for_a_page(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/accounts/login/")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"make run did not come to a page: {log.read_text()[-2000:]}")
