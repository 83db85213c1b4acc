"""`manage.py keyring …`: make, look at, renew and check the keys that credentials are sealed with."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import DatabaseError, transaction

from credentials.models import Credential
from credentials.resealing import Opened, open_each, reseal_each, rows_by_key_id, under_other_keys
from sealing.errors import SealingError
from sealing.keyring import Keyring
from teams.models import AuditEntry

PROGRESS_ROWS = 1000
BAR_CHARACTERS = 30
LONGEST_SLEEP_SECONDS = 3600


class Bar:
    """Shows how far it is: one line that grows on a terminal, a line each time elsewhere."""

    def __init__(self, out: OutputWrapper, done: str) -> None:
        self.out, self.done, self.is_open = out, done, False

    def show(self, good: int, *, of: int) -> None:
        line = f"{good:,} of {of:,} {self.done} …"
        self.is_open = self.out.isatty()
        if self.is_open:
            filled = "#" * (BAR_CHARACTERS * good // of)
            self.out.write(f"\r[{filled:.<{BAR_CHARACTERS}}] {line}", ending="")
        else:
            self.out.write(line)
        self.out.flush()

    def end(self) -> None:
        """Let what comes next begin on a line of its own."""
        if self.is_open:
            self.out.write("")
        self.is_open = False


class Command(BaseCommand):
    help = "Make, look at, renew and check the keys that credentials are sealed with."
    # It mends what the checks complain about.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("init", help="make a keyring where there is none")
        what.add_parser("status", help="list the keys and how many stored values each of them holds")
        what.add_parser("add", help="add a new sealing key, which becomes the primary one")
        rotate = what.add_parser(
            "rotate", help="seal every credential anew with the primary key; can be repeated"
        )
        rotate.add_argument("--limit", type=_count, help="stop after this many; the next run goes on")
        rotate.add_argument("--sleep", type=_seconds, default=0, help="seconds to wait after every 500")
        retire = what.add_parser("retire", help="take out an older key that nothing is sealed with")
        retire.add_argument("key_id")
        what.add_parser("verify", help="open every credential's key and print the ids that do not open")
        export = what.add_parser("export", help="write the web tier's keyring, which cannot open credentials")
        export.add_argument("--public", action="store_true", required=True)
        export.add_argument("--to", type=Path, help="where to write it (default: beside the keyring)")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Do one of the verbs.

        Raises:
            CommandError: with what is wrong and what to do.
        """
        changes = what in {"init", "add", "rotate", "retire"}
        try:
            with Keyring.alone(settings.KEYRING_FILE) if changes else nullcontext():
                getattr(self, what)(**options)
        except SealingError as error:
            raise CommandError(str(error)) from None

    def init(self, **options: Any) -> None:
        keyring = Keyring.create()
        keyring.write(settings.KEYRING_FILE, new=True)
        self.stdout.write(f"Made {settings.KEYRING_FILE} with the sealing key {keyring.primary_key_id}.")
        self.stdout.write("Back it up, apart from the database: without it no credential can be opened.")
        self.record("created", keyring.primary_key_id)

    def status(self, **options: Any) -> None:
        keyring, rows = self.keyring(), rows_by_key_id()
        self.stdout.write(f"{settings.KEYRING_FILE}")
        for key in keyring.status():
            notes = [note for note, holds in (("primary", key.is_primary), ("opens", key.can_open)) if holds]
            self.stdout.write(
                f"{key.purpose:<12} {key.key_id}  {key.created:%Y-%m-%d}  "
                f"{rows.pop(key.key_id, 0):>6} values  {', '.join(notes)}".rstrip()
            )
        for key_id, count in sorted(rows.items()):
            self.stdout.write(f"{'missing':<12} {key_id}  {'':10}  {count:>6} values")

    def add(self, **options: Any) -> None:
        keyring = self.keyring().with_new_key_pair()
        keyring.write(settings.KEYRING_FILE)
        self.stdout.write(f"Added {keyring.primary_key_id}: new keys are sealed with it from now on.")
        self.stdout.write("Seal the older ones anew with: manage.py keyring rotate")
        self.record("added", keyring.primary_key_id)

    def rotate(self, *, limit: int | None, sleep: float, **options: Any) -> None:
        keyring = self.keyring()
        total = under_other_keys(keyring).count()
        each = reseal_each(keyring, limit=limit, pause_seconds=sleep)
        expected = total if limit is None else min(limit, total)
        done = self.tell(each, "sealed anew", of=expected, verb="rotated")
        self.stdout.write(f"{done:,} credentials sealed anew with {keyring.primary_key_id}.")
        if limit is not None and (left := under_other_keys(keyring).count()):
            self.stdout.write(f"{left:,} are left. Go on with: manage.py keyring rotate")

    def retire(self, *, key_id: str, **options: Any) -> None:
        whole = self.keyring()
        rest = whole.without(key_id)
        self.refuse_if_used(key_id)
        rest.write(settings.KEYRING_FILE)
        try:  # whoever had read the file before may have sealed with it until now
            self.refuse_if_used(key_id)
        except BaseException:
            whole.write(settings.KEYRING_FILE)
            raise
        self.stdout.write(f"Took {key_id} out. Keep its backup as long as backups of the database need it.")
        self.record("removed", key_id)

    def refuse_if_used(self, key_id: str) -> None:
        if count := rows_by_key_id()[key_id]:
            raise CommandError(
                f"{count:,} stored values are sealed with {key_id}. "
                "Seal them anew with: manage.py keyring rotate"
            )

    def verify(self, **options: Any) -> None:
        done = self.tell(open_each(self.keyring()), "open", of=Credential.objects.count(), verb="tested")
        self.stdout.write(f"{done:,} credentials open.")

    def export(self, *, to: Path | None, **options: Any) -> None:
        place = to or settings.KEYRING_FILE.with_suffix(".public.json")
        if place.resolve() == settings.KEYRING_FILE.resolve():
            raise CommandError(f"{place} is the whole keyring, and stays. Name another file with --to.")
        self.keyring().public().write(place)
        self.stdout.write(f"Wrote {place}: it seals credentials and cannot open them.")
        self.record("issued", self.keyring().primary_key_id, name=place.name)

    def keyring(self) -> Keyring:
        return Keyring.read(settings.KEYRING_FILE)

    def record(self, what: str, key_id: str, **after: Any) -> None:
        """Keep in the audit trail what was done with a key; a trail that cannot be written stops nobody."""
        try:
            with transaction.atomic():
                AuditEntry.record(actor=None, verb=f"key.{what}", target=key_id, after=after)
        except DatabaseError:
            self.stderr.write(
                "This is not in the audit trail: the database does not answer, or has no tables yet."
            )

    def tell(self, each: Iterable[Opened], done: str, *, of: int, verb: str) -> int:
        """Print faults as they come and progress by the thousand; record and return how many went well.

        Raises:
            CommandError: at the end, when one did not.
        """
        good = bad = 0
        bar = Bar(self.stdout, done)
        for one in each:
            bad += bool(one.fault)
            good += not one.fault
            if one.fault:
                bar.end()
                self.stderr.write(f"{one.credential_id}: {one.fault}")
            elif good % PROGRESS_ROWS == 0:
                bar.show(good, of=max(of, good))
        bar.end()
        self.record(verb, self.keyring().primary_key_id, count=good, **({"faults": bad} if bad else {}))
        if bad:
            raise CommandError(f"{bad:,} credentials do not open, {good:,} do. Nothing was blanked.")
        return good


def _count(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def _seconds(text: str) -> float:
    if not 0 <= (number := float(text)) <= LONGEST_SLEEP_SECONDS:
        raise ValueError
    return number
