"""What a dispatcher does beside sending, in a thread of its own: a mail server may be slow."""

from __future__ import annotations

import logging
import threading

from django.db import connections

from notifications.clockwork import clock, closing, sessions
from notifications.delivery.chaining import Chaining
from notifications.delivery.disabling import disable_dead
from notifications.delivery.mailing import deliver_mail
from notifications.delivery.sending import drop_connection
from notifications.delivery.telling import tell

EVERY_SECONDS = 5.0

log = logging.getLogger(__name__)


def run_until(stopping: threading.Event) -> None:
    """Run the errands and chain the audit trail now and then until `stopping` is set.

    What went wrong is tried again.
    """
    was_closed, chain = False, Chaining()
    while not stopping.is_set():
        try:
            run()
        except Exception as error:
            is_closed = closing.refused(error)
            if not is_closed:
                log.exception("The owners of robots could not be told; it is tried again")
            elif not was_closed:
                log.warning("No owner of a robot is told from here. %s", closing.SENTENCE)
            was_closed = is_closed
            drop_connection()
        else:
            was_closed = False
        chain()
        sessions.give_back()
        stopping.wait(EVERY_SECONDS)
    connections.close_all()


def run() -> None:
    """Disable what is dead for days, tell what happened, mail it; any number of processes may at once."""
    disable_dead(now=clock.now())
    tell(now=clock.now())
    deliver_mail(now=clock.now())
