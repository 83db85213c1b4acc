"""A load of events, planned by a seed and reported as CI jobs do: again and again until somebody answers."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import requests

GIVE_UP_AFTER_SECONDS = 120
ANSWER_WITHIN_SECONDS = 10
PAUSE_SECONDS = 0.1
SERIALS_PER_ROBOT = 100_000
# While a disk is full or a database away; any other refusal is a fault of the product.
ASK_AGAIN = {503}
SOUND = {200, 202} | ASK_AGAIN


@dataclass(frozen=True, kw_only=True, order=True)
class Planned:
    """One event: when it happens, in seconds after the start, at whose robot, and how urgent."""

    at: float
    robot: int
    is_urgent: bool = False


@dataclass(kw_only=True)
class Reported:
    """What became of one event at the intake; `serial` is its run, and `sent_at` when it happened."""

    serial: int
    robot: int
    is_urgent: bool
    sent_at: float
    event: str = ""
    answered_at: float = 0.0

    @property
    def is_accepted(self) -> bool:
        return bool(self.event)


def steady(robots: Sequence[int], *, per_second: float, seconds: float) -> list[Planned]:
    """Plan events one after the other, the robots in turn."""
    count = round(per_second * seconds)
    return [Planned(at=number / per_second, robot=robots[number % len(robots)]) for number in range(count)]


def burst(robots: Iterable[int], *, each: int, at: float = 0.0, urgent_every: int = 0) -> list[Planned]:
    """Plan so many events at once for every one of these robots."""
    return [
        Planned(at=at, robot=robot, is_urgent=bool(urgent_every) and number % urgent_every == 0)
        for number in range(1, each + 1)
        for robot in robots
    ]


@dataclass
class Load:
    """Threads that report a plan; one robot's events go through one thread, each after the one before.

    So the order in which they were accepted is the order of their serials.
    """

    api_url: str
    token: str
    plan: list[Planned]
    pipelines: list[str]
    threads: int = 4
    batch: int = 1
    reported: list[Reported] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)

    def start(self) -> Load:
        self.began_at = time.time()
        self._lock = threading.Lock()
        shares: list[list[tuple[int, Planned]]] = [[] for _ in range(self.threads)]
        numbers: Counter = Counter()
        for planned in sorted(self.plan):
            serial = (planned.robot + 1) * SERIALS_PER_ROBOT + numbers[planned.robot]
            numbers[planned.robot] += 1
            shares[planned.robot % self.threads].append((serial, planned))
        self._running = [threading.Thread(target=self._report_all, args=(share,)) for share in shares]
        for thread in self._running:
            thread.daemon = True
            thread.start()
        return self

    @property
    def is_running(self) -> bool:
        return any(thread.is_alive() for thread in self._running)

    def join(self) -> Load:
        for thread in self._running:
            thread.join()
        return self

    @property
    def wrong_answers(self) -> list[int]:
        """Return the statuses that a sound product never gives to a right event."""
        return [status for status in self.statuses if isinstance(status, int) and status not in SOUND]

    @property
    def accepted(self) -> list[Reported]:
        with self._lock:
            return [each for each in self.reported if each.is_accepted]

    def _report_all(self, share: list[tuple[int, Planned]]) -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.headers["Authorization"] = f"Bearer {self.token}"
            for start in range(0, len(share), self.batch):
                together = share[start : start + self.batch]
                time.sleep(max(self.began_at + together[-1][1].at - time.time(), 0))
                self._report(session, together)

    def _report(self, session: requests.Session, together: list[tuple[int, Planned]]) -> None:
        now = time.time()
        reports = [
            Reported(serial=serial, robot=planned.robot, is_urgent=planned.is_urgent, sent_at=now)
            for serial, planned in together
        ]
        with self._lock:
            self.reported += reports
        events = [self._event(serial, planned) for serial, planned in together]
        while time.time() < now + GIVE_UP_AFTER_SECONDS:
            answer = self._post(session, events)
            if answer is not None and answer.status_code in {200, 202}:
                results = answer.json().get("results") or [answer.json()]
                for report, result in zip(reports, results, strict=True):
                    report.event, report.answered_at = result["id"], time.time()
                return
            if answer is not None and answer.status_code not in ASK_AGAIN:
                return
            time.sleep(PAUSE_SECONDS)

    def _event(self, serial: int, planned: Planned) -> dict:
        # Odd robots get news that is alike, even ones news that has a line of its own in a merged message.
        task = "build" if planned.robot % 2 else f"t{serial}"
        pipeline = self.pipelines[planned.robot]
        return {
            "pipeline": f"{pipeline}-urgent" if planned.is_urgent else pipeline,
            "run": str(serial),
            "task": task,
            "status": "failed",
            "idempotency_key": f"event {serial}",
        }

    def _post(self, session: requests.Session, events: list[dict]) -> requests.Response | None:
        path, body = ("/events", events[0]) if self.batch == 1 else ("/events/batch", {"events": events})
        try:
            answer = session.post(self.api_url + path, json=body, timeout=ANSWER_WITHIN_SECONDS)
        except requests.RequestException as error:
            with self._lock:
                self.statuses[type(error).__name__] += 1
            return None
        with self._lock:
            self.statuses[answer.status_code] += 1
        return answer
