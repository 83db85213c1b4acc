"""The product on several machines: two that serve, two that deliver, one PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import time

import requests

from tests.contract.product import ROOT, Client, Product

PATIENCE_SECONDS = 40


class Machines:
    """Each has a data folder of its own; the keyring and the secret key are the same, as copied by hand."""

    def __init__(self, folder, robot_url, *, database_url) -> None:
        self.folder = folder
        self.fronts = [self._machine(name, robot_url, database_url) for name in ("front-1", "front-2")]
        self.workers: list[subprocess.Popen] = []
        self.fronts[0].prepare()
        self.token = self.fronts[0].token("admin")
        for front in self.fronts:
            front.start("--no-dispatch")

    def _machine(self, name, robot_url, database_url) -> Product:
        home = self.folder / name
        home.mkdir()
        made = Product(home, robot_url)
        keyring = self.folder / "keyring.json"
        made.env |= {"DATABASE_URL": database_url, "KEYRING_FILE": str(keyring), "DISPATCH_THREADS": "8"}
        return made

    def start_worker(self) -> subprocess.Popen:
        with (self.folder / "workers.log").open("a") as log:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "worker"],
                cwd=ROOT,
                env=self.fronts[0].env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def are_ready(self) -> bool:
        return all(requests.get(f"{front.url}/readyz", timeout=5).ok for front in self.fronts)

    def report(self, pipelines, run: int) -> None:
        """Report a failure to one machine or the other, again and again until it is accepted."""
        front = self.fronts[run % len(self.fronts)]
        event = {"pipeline": pipelines[run % len(pipelines)], "run": str(run), "status": "failed"}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                answer = Client(front.api_url, self.token)("POST", "/events", event)
            except requests.ConnectionError:
                continue
            if answer.status_code in {200, 202}:
                return
            assert answer.status_code == 503, answer.text
            time.sleep(0.2)
        raise AssertionError(f"run {run} was not accepted")

    def end_workers(self) -> list[int]:
        for worker in self.workers:
            worker.terminate()
        codes = [worker.wait(timeout=PATIENCE_SECONDS) for worker in self.workers]
        self.workers = []
        return codes

    def stop(self) -> None:
        self.end_workers()
        for front in self.fronts:
            front.stop()
