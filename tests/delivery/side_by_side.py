"""Works that run beside each other, each in a thread and with a database connection of its own."""

from __future__ import annotations

import threading
import time

from django.db import connection, connections

from notifications.delivery.lanes import claim
from notifications.delivery.settling import settle
from tests.delivery.clockwork import ACCEPTED, at


def run(*works):
    """Run the works side by side, each with a database connection of its own; raise what they raise."""
    faults = []

    def guarded(work):
        try:
            work()
        except Exception as fault:  # noqa: BLE001  # told to the test below
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise ExceptionGroup("What ran side by side failed", faults)


def drain_until(no_more):
    """Claim and send what is due until nothing is and nothing more will come."""
    while True:
        is_the_last_look = no_more.is_set()
        found = claim(now=at(1), limit=4)
        for following in found:
            while following:
                following = settle(following, ACCEPTED, now=at(1))  # noqa: PLW2901  # the lane's next one
        if is_the_last_look and not found:
            return


def wait_until_somebody_waits_for_a_lock(timeout_seconds=10):
    """Look until PostgreSQL says that a session waits for another's lock."""
    deadline = time.monotonic() + timeout_seconds
    while not _waiting():
        assert time.monotonic() < deadline, "Nobody came to wait for a lock."
        time.sleep(0.01)


def _waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction goes on seeing what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
