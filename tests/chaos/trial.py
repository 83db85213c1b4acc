"""One trial: an installation of its own, robots that record, a load, faults, and the verdict."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.chaos.engines import Prepared
from tests.chaos.judging import Findings, Judge
from tests.chaos.ledger import Ledger, waiting
from tests.chaos.load import Load, Planned
from tests.chaos.processes import Installation, quiet_port
from tests.chaos.recorder import Recorder
from tests.contract.product import Client

TEAM = "web"
LOOK_EVERY_SECONDS = 0.25


class Trial:
    """Start it, send a load, make faults, settle, judge; `close` leaves nothing behind."""

    def __init__(self, folder: Path, prepared: Prepared) -> None:
        """Take a folder of its own and the installation to start from."""
        self.recorder = Recorder(quiet_port()).start()
        env = prepared.copy(folder)
        self.server, self.database_url = prepared.server, env.get("DATABASE_URL", "")
        self.clock_file = folder / "clock"
        env["CHAOS_CLOCK_FILE"] = str(self.clock_file)
        self.product = Installation(folder, self.recorder.url, **env)
        self.token = prepared.token
        self.admin = Client(self.product.api_url, self.token)
        self.keys: list[str] = []
        self.pipelines: list[str] = []
        self.loads: list[Load] = []
        self.faults: list[float] = []
        self.began_at = time.time()

    def close(self) -> None:
        self.product.close()
        self.recorder.stop()

    def run(self, **members: str) -> None:
        """Start members by their commands, such as `run(web="serve --no-dispatch")`, until they answer."""
        for name, words in members.items():
            self.product.run(name, *words.split())
        self.product.wait_until_it_answers()

    def add_robots(self, count: int, *, with_urgent: bool = False) -> None:
        """Give each robot a pipeline with a step of its own, and another one that is urgent where wanted."""
        self._create("/teams", {"slug": TEAM, "name": "Web"})
        for number in range(count):
            key = self.recorder.add_robot(f"00000000-0000-4000-8000-{number:012d}", group=f"g{number}")
            about = {"name": f"R{number}", "webhook_url": self.recorder.webhook_url(key), "teams": [TEAM]}
            credential = self._create("/credentials", about)["id"]
            name = f"p{number}"
            self._add_pipeline(name, credential, urgent=False)
            if with_urgent:
                self._add_pipeline(f"{name}-urgent", credential, urgent=True)
            self.keys.append(key)
            self.pipelines.append(f"{TEAM}/{name}")

    def _add_pipeline(self, name: str, credential: str, *, urgent: bool) -> None:
        self._create("/pipelines", {"team": TEAM, "identifier": name, "name": name})
        step = {"pipeline": f"{TEAM}/{name}", "name": "failures", "credential": credential}
        self._create("/steps", step | {"urgent": urgent, "language": "en"})

    def _create(self, path: str, body: dict) -> dict:
        answer = self.admin("POST", path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def send(self, plan: Sequence[Planned], *, threads: int = 4, batch: int = 1) -> Load:
        load = Load(
            self.product.api_url, self.token, list(plan), self.pipelines, threads=threads, batch=batch
        )
        self.loads.append(load.start())
        return load

    def set_clocks_wrong(self, *, seconds: float) -> None:
        """Set the clock of every process of the product that has no file of its own."""
        self.clock_file.write_text(str(seconds))

    def fault(self) -> None:
        """Note that what is in flight now may come twice."""
        self.faults.append(time.time())

    def tend_while(self, goes_on: Callable[[], bool], *, seconds: float) -> None:
        """Restart what ends while something goes on; fail when it takes longer."""
        deadline = time.monotonic() + seconds
        while goes_on():
            self.product.tend(LOOK_EVERY_SECONDS)
            assert time.monotonic() < deadline, f"not over after {seconds} s\n{self.product.logs()}"

    def tend_until(self, happens: Callable[[], bool], *, seconds: float) -> None:
        self.tend_while(lambda: not happens(), seconds=seconds)

    def settle(self, *, seconds: float) -> float:
        """Wait until the loads are reported and nothing waits; return how long that took."""
        began = time.monotonic()
        self.tend_while(lambda: any(load.is_running for load in self.loads), seconds=seconds)
        self.tend_while(self._something_waits, seconds=seconds)
        return time.monotonic() - began

    def _something_waits(self) -> bool:
        try:
            return waiting(self.admin) > 0
        except (OSError, ValueError, KeyError):  # it is just being restarted
            return True

    def judge(self, *, still_waiting: Collection[int] = ()) -> Judge:
        reported = [each for load in self.loads for each in load.reported]
        return Judge(
            reported=reported,
            keys=self.keys,
            seen=self.recorder.seen,
            ledger=Ledger.read(self.admin),
            faults=self.faults,
            still_waiting=still_waiting,
        )

    def row(self, judge: Judge, findings: Findings, quiet: Collection[int] = ()) -> dict[str, object]:
        """Return the trial's line of the table: figures, and how many of what should not be."""
        counts = {
            name: len(value) if isinstance(value, list) else value for name, value in asdict(findings).items()
        }
        waits = judge.waits(quiet or range(len(self.keys)))
        statuses = sum((load.statuses for load in self.loads), start=type(self.loads[0].statuses)())
        return counts | {
            "faults": len(self.faults),
            "p50_ms": round(1000 * waits[len(waits) // 2]) if waits else 0,
            "p99_ms": round(1000 * waits[int(len(waits) * 0.99)]) if waits else 0,
            "max_s": round(waits[-1], 1) if waits else 0,
            "answers": ", ".join(f"{status} ×{times}" for status, times in sorted(statuses.items(), key=str)),
            "seconds": round(time.time() - self.began_at),
        }
