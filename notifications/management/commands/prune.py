"""`manage.py prune`: take away events, settled deliveries and attempts older than RETENTION_DAYS."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications import pruning
from notifications.clockwork import clock

TOLD_EVERY_ROWS = 10 * pruning.CHUNK_ROWS


class Command(BaseCommand):
    help = (
        "Delete events, settled deliveries and attempts older than RETENTION_DAYS. What still waits and the "
        "audit trail stay. It may be stopped and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would go, delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how far it is every few thousand rows.

        Raises:
            CommandError: when RETENTION_DAYS would keep nothing at all.
        """
        days = settings.RETENTION_DAYS
        if days < 1:
            raise CommandError(f"RETENTION_DAYS is {days}: set it to 1 or more days.")
        cutoff = clock.now() - timedelta(days=days)
        age = f"older than {days} days"
        if options["dry_run"]:
            self.stdout.write(f"Would delete what is {age}: {_listed(pruning.count(cutoff))}.")
            return
        try:
            deleted = pruning.prune(cutoff, progress=self.tell)
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was deleted stays deleted; run it again to go on.") from None
        self.stdout.write(f"Deleted what was {age}: {_listed(deleted)}.")

    def tell(self, name: str, deleted: int) -> None:
        if deleted % TOLD_EVERY_ROWS == 0:
            self.stdout.write(f"{deleted} {name} deleted so far …")
            self.stdout.flush()


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in ("events", "deliveries", "attempts"))
