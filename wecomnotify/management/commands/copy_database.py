"""`manage.py copy_database postgres://…`: from the SQLite file to PostgreSQL, with messages in flight."""

from __future__ import annotations

import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from notifications.clockwork import closing
from wecomnotify import copy_target, moving, one_host, readiness
from wecomnotify.copy_target import TargetError
from wecomnotify.moving import Moved, MoveError

NEXT = """\
Now stop  serve  and  worker  here and start them with DATABASE_URL=postgres://… and the same SECRET_KEY and
KEYRING_FILE: neither is in a database. This one stays closed, so that nothing is sent from it as well. If
nothing was started on the copy,  manage.py copy_database --reopen  opens it again.
"""


class Command(BaseCommand):
    help = (
        "Copy this SQLite database to an empty, migrated PostgreSQL database, while the product runs or not, "
        "and close this one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target",
            metavar="postgres://user:password@host/name",
            nargs="?",
            help="where to copy; - reads it from standard input, so that no list of processes shows it",
        )
        parser.add_argument(
            "--reopen",
            action="store_true",
            help="let this database take writes again; only while nothing was started on a copy",
        )

    def handle(self, *args: Any, target: str | None, **options: Any) -> None:
        """Copy, with progress, and say what to do next.

        Raises:
            CommandError: saying what stands in the way; this database is then as it was.
        """
        if connection.vendor != "sqlite":
            raise CommandError("This database is PostgreSQL already; pg_dump and pg_restore copy it.")
        if fault := readiness.missing_migrations():
            raise CommandError(fault)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # it may open this database again
        with one_host.alone():
            if options["reopen"]:
                self.reopen()
            else:
                self.copy(self.address(target))

    def address(self, given: str | None) -> str:
        if closing.is_closed():
            raise CommandError(
                f"{closing.SENTENCE} If that move was interrupted and nothing was started on the copy, run  "
                "manage.py copy_database --reopen  and copy again."
            )
        if not given:
            raise CommandError("Name the database to copy to: postgres://user:password@host/name .")
        return sys.stdin.readline().strip() if given == "-" else given

    def copy(self, address: str) -> None:
        try:
            with copy_target.opened(address) as alias:
                copy_target.refuse_unfit(alias)
                self.say(
                    moving.move(alias, tell=self.tell, progress=self.tell_rows), copy_target.name_of(alias)
                )
        except (TargetError, MoveError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was moved, and this database takes writes again.") from None

    def say(self, done: Moved, name: str) -> None:
        self.tell(
            f"{name} holds all {sum(done.rows.values())} rows of {len(done.rows)} tables, and {done.waiting} "
            f"messages that wait go on from there. It took {done.closed_seconds:.1f} s."
        )
        self.stdout.write(NEXT)

    def reopen(self) -> None:
        if not closing.is_closed():
            raise CommandError("This database is open; there is nothing to reopen.")
        moving.reopen()
        self.tell("This database takes writes again. Start nothing on the copy: messages would go twice.")

    def tell(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def tell_rows(self, table: str, done: int, of: int) -> None:
        self.tell(f"{table}: {done} of {of} rows …")
