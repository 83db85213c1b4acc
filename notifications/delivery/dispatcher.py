"""The threads that drain lanes: one that claims, and as many that send as are needed at once."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.urls import get_resolver

from notifications.clockwork import at_once, clock, listening, sessions
from notifications.clockwork.wakeup import bell
from notifications.delivery import errands, heartbeat, rounds, settling
from notifications.delivery.lanes import Reservation, claim
from notifications.delivery.places import Places
from notifications.delivery.reserving_at_once import reserve_at_once
from notifications.delivery.rounds import Housekeeping
from notifications.delivery.sending import drain, drop_connection
from notifications.models import Delivery, Lane
from notifications.models.heartbeat import Role

SHORTEST_SLEEP_SECONDS = 0.01
STOP_WITHIN_SECONDS = 14.0  # a call in flight lasts 13 s at most, and gunicorn kills after 15

log = logging.getLogger(__name__)


class Dispatcher:
    """Drain lanes in this process until stopped; `start` and `stop` may be called twice."""

    def __init__(self, threads: int | None = None) -> None:
        """Take the number of robots served at once, slow ones apart; DISPATCH_THREADS unless given."""
        self.places = Places(threads or settings.DISPATCH_THREADS)
        self._threads: list[threading.Thread] = []
        self._senders = 0
        self._stopping = threading.Event()
        self._reserved: queue.SimpleQueue[tuple[int, Reservation] | None] = queue.SimpleQueue()
        self._handing = threading.Lock()
        self._takes = False
        self._house = Housekeeping(Role.DISPATCHER)

    def start(self) -> None:
        if self._threads:
            return
        self._stopping.clear()
        self._senders = 0
        self._takes = True
        self._begin(self._claim_on, name="dispatch-claim")
        self._begin(partial(errands.run_until, self._stopping), name="dispatch-errands")
        if listening.is_possible():
            self._begin(partial(listening.run_until, self._stopping), name="dispatch-listen")
        at_once.take_offers(self._take)

    def claim_no_more(self) -> None:
        """Begin to stop, without waiting: nothing is claimed, and of no lane another message is sent."""
        at_once.take_no_more(self._take)
        self._stopping.set()
        bell.ring()

    def stop(self) -> None:
        """Claim no more, finish the calls in flight, give the leases back."""
        self.claim_no_more()
        until = time.monotonic() + STOP_WITHIN_SECONDS
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0.0))
        self._threads = []

    @property
    def is_running(self) -> bool:
        """Tell whether every thread lives: without the one that claims, the others send nothing."""
        return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def _claim_on(self) -> None:
        _ = get_resolver().reverse_dict  # loads every page: the first merged message would do so under a lock
        while not self._stopping.is_set():
            rung = bell.count
            try:
                pause = self._turn()
            except Exception as error:  # noqa: BLE001  # it is told of, and this thread has to live
                pause = rounds.pause_after(error)
            sessions.give_back()
            bell.wait(rung, timeout_seconds=pause)
        with self._handing:
            self._takes = False
            for _ in range(self._senders):
                self._reserved.put(None)
        self._say_goodbye()

    def _turn(self) -> float:
        """Hand due lanes to threads; return for how many seconds nothing will be due."""
        self._house.keep()
        free, claimed = self.places.free, []
        if free > 0:
            failing = max(self.places.free_for_failing, 0)
            claimed = claim(now=clock.now(), limit=free, failing=failing)
        handed = [self._hand_over(reservation) for reservation in claimed]
        if not all(handed):
            self._stopping.wait(rounds.PAUSE_AFTER_ERROR_SECONDS)
        if self.places.free <= 0:
            return self.places.next_free_seconds  # and a thread that has finished rings
        pause = rounds.seconds_until_due(also_failing=self.places.free_for_failing > 0)
        # What is due and was not claimed is locked by another process for a moment.
        return max(pause, 0.0 if claimed else SHORTEST_SLEEP_SECONDS)

    def _hand_over(self, reservation: Reservation) -> bool:
        """Give a reservation to an idle thread, a new one where all are busy; tell whether somebody has it.

        Where the system has no thread to give, it waits for a busy one; where there is none at all, the
        message waits in its lane.
        """
        with self._handing:
            if self._takes:
                ticket = self.places.take(is_failing=reservation.is_failing)
                if self.places.taken > self._senders:
                    self._add_sender()
                if self._senders:
                    self._reserved.put((ticket, reservation))
                    return True
                self.places.leave(ticket)
        settling.give_back(reservation, now=clock.now())
        return False

    def _take(self, lanes: Sequence[Lane], owed: Sequence[Delivery]) -> set[int]:
        """Reserve what may go at once, while half of the places are left to what waits; send after commit."""
        most = 0 if self._stopping.is_set() else self.places.free - self.places.size // 2
        reserved = reserve_at_once(lanes, owed, at_most=most) if most > 0 else []
        for each in reserved:
            transaction.on_commit(partial(self._hand_over, each), robust=True)
        return {each.delivery.lane_id for each in reserved}

    def _add_sender(self) -> None:
        try:
            self._begin(self._send_on, name=f"dispatch-send-{self._senders + 1}")
        except RuntimeError:
            log.exception("One more thread to send with could not be started; %s go on", self._senders)
        else:
            self._senders += 1

    def _begin(self, work: Callable[[], None], *, name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _send_on(self) -> None:
        while handed := self._reserved.get():
            ticket, reservation = handed
            try:
                drain(reservation, goes_on=lambda: not self._stopping.is_set())
            except Exception:
                # The lease ends and the lane is claimed again; this thread has to live.
                log.exception("Delivery %s could not be finished", reservation.delivery.pk)
                drop_connection()
            sessions.give_back()
            if self.places.leave(ticket):
                bell.ring()
        connections.close_all()

    def _say_goodbye(self) -> None:
        try:
            heartbeat.stop()
        except DatabaseError:
            log.exception("The dispatcher's sign of life could not be taken back")
        connections.close_all()
