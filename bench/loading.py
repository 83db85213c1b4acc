"""Running the load generator and reading what it saw."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

from bench.figures import MILLISECONDS, percentile
from bench.load import Plan
from bench.robots import ROOT


@dataclass(frozen=True, kw_only=True)
class Load:
    """What came back: for each request when it left, when its answer was there, and the status."""

    answers: tuple[tuple[float, float, int], ...]
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Return answers a second, from the first request to the last answer."""
        began = min(sent for sent, _, _ in self.answers)
        ended = max(answered for _, answered, _ in self.answers)
        return len(self.answers) / (ended - began)

    @property
    def cpu_ms_each(self) -> float:
        return self.cpu_seconds * MILLISECONDS / len(self.answers)

    def latency_ms(self, percent: float) -> float:
        return percentile([(answered - sent) * MILLISECONDS for sent, answered, _ in self.answers], percent)

    def demand(self, status: int) -> Load:
        """Return this load when every answer had this status.

        Raises:
            RuntimeError: counting the others, for a rate of refusals is no rate.
        """
        statuses = Counter(answered for _, _, answered in self.answers)
        if set(statuses) != {status}:
            raise RuntimeError(f"Wanted only HTTP {status}, got {dict(statuses)}.")
        return self


def run(plan: Plan) -> Load:
    """Post what the plan says, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        cwd=ROOT,
        input=json.dumps(plan.facts()),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return Load(
        answers=tuple((sent, answered, status) for sent, answered, status in found["answers"]),
        cpu_seconds=found["cpu_seconds"],
    )
