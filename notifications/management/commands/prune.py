"""`manage.py prune`: take away events, settled deliveries and attempts older than their RETENTION_DAYS."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications import pruning
from notifications.clockwork import clock
from notifications.pruning import Cutoffs

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
            CommandError: when a setting would keep nothing at all.
        """
        try:
            cutoffs = Cutoffs.by_settings(clock.now())
        except ImproperlyConfigured as fault:
            raise CommandError(str(fault)) from fault
        age = f"older than {_ages()}"
        if options["dry_run"]:
            self.stdout.write(f"Would delete what is {age}: {pruning.listed(pruning.count(cutoffs))}.")
            return
        try:
            deleted = pruning.prune(cutoffs, progress=self.tell)
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was deleted stays deleted; run it again to go on.") from None
        self.stdout.write(f"Deleted what was {age}: {pruning.listed(deleted)}.")

    def tell(self, name: str, deleted: int) -> None:
        if deleted % TOLD_EVERY_ROWS == 0:
            self.stdout.write(f"{deleted} {name} deleted so far …")
            self.stdout.flush()


def _ages() -> str:
    """Say how old: "90 days", or for each kind where they differ."""
    days = {kind: pruning.days_of(kind) for kind in pruning.KINDS}
    if len({*days.values()}) == 1:
        return f"{days['events']} days"
    return ", ".join(f"{number} days ({kind})" for kind, number in days.items())
