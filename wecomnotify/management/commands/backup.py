"""`manage.py backup FILE`: a copy of the SQLite database while the product runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from wecomnotify.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Copy the database to a new file while the product runs; the keyring is never in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Copy, with progress, and say what is not in the copy.

        Raises:
            CommandError: saying what stands in the way.
        """
        if connection.vendor != "sqlite":
            raise CommandError(
                "This database is PostgreSQL: use  pg_dump --format=custom --file=FILE  "
                "(see docs/operations.md)."
            )
        try:
            size = back_up(file, progress=self.tell)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} holds the database of this moment, {size / 1_000_000:.1f} MB.")
        self.stdout.write("The keyring is not in it: keep its own backup elsewhere (docs/keys.md).")

    def tell(self, left: int, pages: int) -> None:
        if left:
            self.stdout.write(f"{(pages - left) * 100 // pages} % copied …")
            self.stdout.flush()
