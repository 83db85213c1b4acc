"""What every process that serves or delivers looks at before its first work."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import connections

from wecomnotify import one_host, readiness

logger = logging.getLogger(__name__)


@contextmanager
def ready(*, delivers: bool) -> Iterator[None]:
    """Keep other machines out of an SQLite file while this works; warn of a keyring that does not fit.

    Raises:
        CommandError: when another machine works with it, the database was moved elsewhere or lacks
            migrations, or there is no keyring; the message says what to do.
    """
    with one_host.alone():
        for missing in (readiness.closed_database, readiness.missing_migrations, readiness.missing_keyring):
            if fault := missing():
                raise CommandError(fault)
        for warning in (readiness.unfitting_keyring(delivers=delivers), readiness.lacking_keys()):
            if warning:
                logger.warning(warning)
        yield


def leave_the_database() -> None:
    """Close this process's connections and its pool: neither they nor its threads survive the fork."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
