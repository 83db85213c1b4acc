"""The product as a company with Celery runs it: `serve`, a ticker and workers around a broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import cached_property

import requests

from tests.contract.product import ROOT, Client, Product

ROBOTS = 10


class CeleryProduct(Product):
    """One installation whose messages a ticker and Celery workers deliver."""

    def __init__(self, folder, robot_url, *, database_url, broker_url) -> None:
        super().__init__(folder, robot_url)
        self.env |= {"CELERY_BROKER_URL": broker_url, "DATABASE_URL": database_url}
        self.folder = folder
        self.running: dict[str, subprocess.Popen] = {}

    @cached_property
    def admin_token(self) -> str:
        return self.token("admin")

    def run_ticker(self) -> None:
        self._run("ticker", "manage.py", "ticker")

    def run_worker(self) -> None:
        self._run("worker", "-m", "celery", "-A", "wecomnotify", "worker")

    def _run(self, name, *words) -> None:
        with (self.folder / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill_process(self, name) -> None:
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self, name) -> int:
        """Ask a process to stop, and return how it did."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=40)

    def said(self, name) -> str:
        return (self.folder / f"{name}.log").read_text()

    def is_ready(self) -> bool:
        return requests.get(f"{self.url}/readyz", timeout=5).ok

    def stop(self) -> int:
        for name in list(self.running):
            self.end(name)
        return super().stop()


def make_pipelines(product, robot, *, prefix) -> list[str]:
    """Make a team with ROBOTS robots, each with a pipeline whose failures it hears of."""
    admin = Client(product.api_url, product.admin_token)
    admin("POST", "/teams", {"slug": prefix, "name": "Web"})
    for number in range(ROBOTS):
        address = f"{robot.url}/cgi-bin/webhook/send?key={prefix}-celery-key-{number:04d}"
        credential = {"name": f"{prefix} {number}", "webhook_url": address, "teams": [prefix]}
        made = admin("POST", "/credentials", credential).json()
        admin("POST", "/pipelines", {"team": prefix, "identifier": f"p{number}", "name": f"P{number}"})
        step = {"pipeline": f"{prefix}/p{number}", "name": "s", "credential": made["id"]}
        assert admin("POST", "/steps", step).status_code == 201
    return [f"{prefix}/p{number}" for number in range(ROBOTS)]


def report(product, pipelines, runs, *, pause_seconds=0.0) -> None:
    client = Client(product.api_url, product.admin_token)
    for run in runs:
        event = {"pipeline": pipelines[run % len(pipelines)], "run": str(run), "status": "failed"}
        assert client("POST", "/events", event).status_code == 202
        time.sleep(pause_seconds)
