"""What a running product does by itself once a night: it takes away what it need not keep any longer.

And it tells in the log where the chain of the audit trail ends.
"""

from __future__ import annotations

import logging
import random
import threading
from datetime import datetime, time, timedelta
from types import TracebackType
from typing import Self

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.utils import timezone

from notifications import pruning
from notifications.clockwork import clock
from notifications.delivery import heartbeat
from notifications.pruning import Cutoffs
from teams import audit_chain
from teams.sessions import forget_ended_sessions

BEGINS_AT = time(3, 30)
# Processes wake one after the other: the first that wakes prunes, the others find nothing old.
SPREAD_SECONDS = 300
STOP_WITHIN_SECONDS = 10

log = logging.getLogger(__name__)


class NightlyPruning:
    """Prune at half past three, in a thread of this process; of all processes the first by name does it."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="nightly-pruning", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the chunk that is being deleted; the next night goes on."""
        self._stopping.set()
        if self._thread:
            self._thread.join(STOP_WITHIN_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(seconds_until_night(timezone.localtime())):
            self.prune()
            self.tell_head()

    def prune(self) -> None:
        """Delete what is old, unless another process does. What goes wrong is logged until the next night."""
        try:
            if heartbeat.is_first(now=clock.now()):
                deleted = pruning.prune(Cutoffs.by_settings(clock.now()), goes_on=self._goes_on)
                log.info("Pruned %s", pruning.listed(deleted))
                log.info("Forgot %s sessions that had ended", forget_ended_sessions())
        except ImproperlyConfigured as fault:
            log.warning("Nothing was pruned. %s", fault)
        except Exception:
            log.exception("What is old could not be pruned; the next night tries again")
        finally:
            connections.close_all()

    def tell_head(self) -> None:
        """Log the newest link of the audit trail: kept elsewhere, it shows a chain whose end was cut off."""
        try:
            if heartbeat.is_first(now=clock.now()) and (line := audit_chain.head_line()):
                log.info(line)
        except DatabaseError:
            log.exception("The head of the audit trail could not be told; the next night tries again")
        finally:
            connections.close_all()

    def _goes_on(self) -> bool:
        return not self._stopping.is_set()


def seconds_until_night(now: datetime) -> float:
    """Return how long to sleep from a local time until the next half past three, and a few minutes more."""
    begins = now.replace(hour=BEGINS_AT.hour, minute=BEGINS_AT.minute, second=0, microsecond=0)
    if begins <= now:
        begins += timedelta(days=1)
    return (begins - now).total_seconds() + random.uniform(0, SPREAD_SECONDS)  # noqa: S311  # nosec B311  # no secret
