"""`manage.py restore FILE`: the way back to a backup, without anybody being pinged twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from wecomnotify import backup, readiness


class Command(BaseCommand):
    help = "Put a backup in the database's place. What it says is unsettled is held for a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
        parser.add_argument(
            "--hold-only",
            action="store_true",
            help="only hold what is unsettled in the present database: after pg_restore",
        )

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Restore, and say what is held, where the replaced database is, and whether its keyring is there.

        Raises:
            CommandError: saying what stands in the way.
        """
        try:
            if options["hold_only"]:
                backup.refuse_while_dispatched()
                self.tell_held(backup.hold(told="the database"))
            else:
                self.restore(file)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        fault = readiness.missing_keyring()
        self.stdout.write(fault or "Check the keyring with  manage.py keyring verify , then start  serve .")

    def restore(self, file: Path | None) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(
                "This database is PostgreSQL: use  pg_restore , then  manage.py migrate  and  "
                "manage.py restore --hold-only  before anything is started (see docs/operations.md)."
            )
        if file is None:
            raise CommandError("Name the file that  manage.py backup  wrote.")
        done = backup.restore(file, progress=self.tell)
        self.stdout.write(f"{file} is the database now.")
        if done.kept:
            self.stdout.write(f"The one it replaced is kept as {done.kept}.")
        self.tell_held(done.held)

    def tell_held(self, held: int) -> None:
        self.stdout.write(
            f"{held} messages that waited are held: they may have been sent since. "
            "The deliveries page lists them under “Needs a person”."
        )

    def tell(self, left: int, pages: int) -> None:
        if left:
            self.stdout.write(f"{(pages - left) * 100 // pages} % copied …")
            self.stdout.flush()
