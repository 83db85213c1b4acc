"""The ticker: claims lanes for workers that a broker tells; any number of them may run."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from django.db import DatabaseError, connections

from notifications.clockwork import clock, listening, sessions
from notifications.clockwork.wakeup import bell
from notifications.delivery import errands, heartbeat, hints, rounds
from notifications.delivery.hints import Hint
from notifications.delivery.rounds import LONGEST_SLEEP_SECONDS, Housekeeping
from notifications.models.heartbeat import Role
from notifications.models.lane import LEASE
from notifications.readiness import role_seen

LANES_AT_ONCE = 200
KNOCK_EVERY_SECONDS = 5.0
KNOCK_AT_SILENCE_EVERY_SECONDS = 30.0  # what nobody takes away piles up at the broker
SILENCE_SECONDS = 30
LOOK_FOR_WORKERS_EVERY_SECONDS = 0.5
SHORTEST_SLEEP_SECONDS = 0.01
STOP_WITHIN_SECONDS = 20.0
# Workers set alarms of which nobody tells this process, as long as they hold what it handed out.
LOOK_WHILE_HANDED_OUT_EVERY_SECONDS = 0.5

log = logging.getLogger(__name__)


class Ticker:
    """Leases lanes that are due and hands out hints, while a worker at the broker's other end answers."""

    def __init__(self, *, hand_out: Callable[[Hint], None], knock: Callable[[], None]) -> None:
        """Take what sends a hint to a worker, and what makes a worker give a sign of life."""
        self._hand_out = hand_out
        self._knock = knock
        self._house = Housekeeping(Role.TICKER)
        self._knocked_at = float("-inf")
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._hears = False
        self._handed_out_at = float("-inf")

    def start(self) -> None:
        run_errands = partial(errands.run_until, self._stopping)
        self._threads = [
            threading.Thread(target=self._tick_on, name="ticker", daemon=True),
            threading.Thread(target=run_errands, name="ticker-errands", daemon=True),
        ]
        if listening.is_possible():
            listen = partial(listening.run_until, self._stopping)
            self._threads.append(threading.Thread(target=listen, name="ticker-listen", daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Lease no more; what was handed out is the workers'."""
        self._stopping.set()
        bell.ring()
        for thread in self._threads:
            thread.join(STOP_WITHIN_SECONDS)

    def _tick_on(self) -> None:
        while not self._stopping.is_set():
            rung = bell.count
            try:
                pause = self._turn()
            except Exception as error:  # noqa: BLE001  # it is told of, and this thread has to live
                self._knocked_at = float("-inf")  # before anything is leased, the broker has to take a knock
                pause = rounds.pause_after(error)
            sessions.give_back()
            bell.wait(rung, timeout_seconds=pause)
        self._say_goodbye()

    def _turn(self) -> float:
        """Hand out what is due; return for how many seconds nothing will be."""
        self._house.keep()
        self._knock_when_due()
        self._listen()
        if not self._hears:
            return LOOK_FOR_WORKERS_EVERY_SECONDS
        leased = hints.lease(now=clock.now(), limit=LANES_AT_ONCE)
        for position, hint in enumerate(leased):
            try:
                self._hand_out(hint)
            except Exception:
                hints.give_back(leased[position:])
                raise
            self._handed_out_at = time.monotonic()
        return min(max(rounds.seconds_until_due(), SHORTEST_SLEEP_SECONDS), self._longest_sleep())

    def _longest_sleep(self) -> float:
        is_out = time.monotonic() - self._handed_out_at < LEASE.total_seconds()
        return LOOK_WHILE_HANDED_OUT_EVERY_SECONDS if is_out else LONGEST_SLEEP_SECONDS

    def _knock_when_due(self) -> None:
        now = time.monotonic()
        every = KNOCK_EVERY_SECONDS if self._hears else KNOCK_AT_SILENCE_EVERY_SECONDS
        if now - self._knocked_at >= every:
            self._knock()
            self._knocked_at = now

    def _listen(self) -> None:
        hears = role_seen(Role.CELERY_WORKER, within_seconds=SILENCE_SECONDS)
        if self._hears and not hears:
            log.warning("No Celery worker answers: nothing is handed out until one does")
        self._hears = hears

    def _say_goodbye(self) -> None:
        try:
            heartbeat.stop()
        except DatabaseError:
            log.exception("The ticker's sign of life could not be taken back")
        connections.close_all()
