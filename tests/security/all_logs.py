"""Everything that is logged, at DEBUG, by every logger: as the product formats it, and raw."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.signals import connection_created

from sealing.redaction import RedactingFormatter


def handler_of(formatter: logging.Formatter) -> logging.StreamHandler[io.StringIO]:
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter)
    return handler


@contextmanager
def everything_logged() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """Collect what is logged meanwhile, SQL with its parameters too: formatted by the product, and raw."""
    formatted = handler_of(RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    raw = handler_of(logging.Formatter("%(name)s %(message)s %(args)s"))
    root = logging.getLogger()
    others = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    before = [(each, each.level, each.handlers[:]) for each in (root, *others)]
    for each in (root, *others):
        each.setLevel(logging.DEBUG)
        if each is root or not each.propagate:
            each.handlers[:] = [formatted, raw]
    try:
        with sql_logged():
            yield formatted.stream, raw.stream
    finally:
        for each, level, handlers in before:
            each.setLevel(level)
            each.handlers[:] = handlers


@contextmanager
def sql_logged() -> Iterator[None]:
    """Let every connection of every thread log its queries, as it does in DEBUG."""

    def log(connection, **_more):
        connection.force_debug_cursor = True

    connection_created.connect(log)
    for each in connections.all():
        each.force_debug_cursor = True
    try:
        yield
    finally:
        connection_created.disconnect(log)
        for each in connections.all():
            each.force_debug_cursor = False
