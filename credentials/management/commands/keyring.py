"""`manage.py keyring …`: make, look at, renew and check the keys that secrets are sealed with."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction

from credentials.management.telling import told
from credentials.models import RetiredKey
from credentials.resealing import Opened, count_under_other_keys, open_each, reseal_each
from credentials.retiring import KeyNeededError, retire
from sealing.errors import SealingError
from sealing.keyring import Keyring
from sealing.keys import Purpose
from teams import sealed_values
from teams.models import AuditEntry

LONGEST_SLEEP_SECONDS = 3600
SEALING = "sealing"


class Command(BaseCommand):
    help = "Make, look at, renew and check the keys that secrets are sealed with."
    # It mends what the checks complain about.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("init", help="make a keyring where there is none")
        what.add_parser("status", help="list the keys and how many stored values need each of them")
        add = what.add_parser("add", help="add a new key, which becomes the primary one of its purpose")
        add.add_argument("--for", dest="purpose", choices=[SEALING, *Purpose], default=SEALING)
        rotate = what.add_parser(
            "rotate", help="seal every stored value anew with the primary key; can be repeated"
        )
        rotate.add_argument("--limit", type=_count, help="stop after this many; the next run goes on")
        rotate.add_argument("--sleep", type=_seconds, default=0, help="seconds to wait after every 500")
        what.add_parser("retire", help="take out an older key that nothing needs").add_argument("key_id")
        what.add_parser("verify", help="open every stored value and print the ids that do not open")
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
        except (SealingError, KeyNeededError) as error:
            raise CommandError(str(error)) from None
        except DatabaseError:
            raise CommandError(
                "The database does not answer, or lacks migrations. See DATABASE_URL; run: manage.py migrate"
                if _has_tables()
                else "The database has no tables yet. Make them with: manage.py migrate"
            ) from None

    def init(self, **options: Any) -> None:
        keyring = Keyring.create()
        keyring.write(settings.KEYRING_FILE, new=True)
        self.stdout.write(f"Made {settings.KEYRING_FILE} with the sealing key {keyring.primary_key_id}.")
        self.stdout.write("Back it up, apart from the database: without it no credential can be opened.")
        self.record("created", keyring.primary_key_id)

    def status(self, **options: Any) -> None:
        keyring, rows = self.keyring(), sealed_values.rows_by_key_id()
        retired = set(RetiredKey.objects.values_list("pk", flat=True))
        self.stdout.write(f"{settings.KEYRING_FILE}")
        for key in keyring.status():
            facts = {"primary": key.is_primary, "opens": key.can_open, "taken out": key.key_id in retired}
            notes = ", ".join(name for name, holds in facts.items() if holds)
            self.stdout.write(
                f"{key.purpose:<12} {key.key_id}  {key.created:%Y-%m-%d}  "
                f"{rows.pop(key.key_id, 0):>6} values  {notes}".rstrip()
            )
        for key_id, count in sorted(rows.items()):
            note = "  taken out" if key_id in retired else ""
            self.stdout.write(f"{'missing':<12} {key_id}  {'':10}  {count:>6} values{note}")

    def add(self, *, purpose: str, **options: Any) -> None:
        before = self.keyring()
        if purpose == SEALING:
            keyring = before.with_new_key_pair()
            key_id = keyring.primary_key_id
        else:
            keyring = before.with_new_symmetric_key(Purpose(purpose))
            key_id = keyring.primary_symmetric(Purpose(purpose)).key_id
        keyring.write(settings.KEYRING_FILE)
        self.stdout.write(f"Added {key_id}: the primary key for {purpose} from now on.")
        self.stdout.write("Back the keyring up, and give every other process that has one its new keyring.")
        if purpose != Purpose.AUDIT:  # a link is never made anew
            self.stdout.write("Seal what is stored anew with: manage.py keyring rotate")
        self.record("added", key_id)

    def rotate(self, *, limit: int | None, sleep: float, **options: Any) -> None:
        keyring = self.keyring()
        for values in sealed_values.kinds():
            RetiredKey.refuse(values.key_id(keyring))
        total = count_under_other_keys(keyring)
        each = reseal_each(keyring, limit=limit, pause_seconds=sleep)
        self.tell(
            each,
            "sealed anew",
            of=total if limit is None else min(limit, total),
            verb="rotated",
            keyring=keyring,
        )
        if limit is not None and (left := count_under_other_keys(keyring)):
            self.stdout.write(f"{left:,} are left. Go on with: manage.py keyring rotate")

    def retire(self, *, key_id: str, **options: Any) -> None:
        retire(self.keyring(), key_id)
        self.stdout.write(f"Took {key_id} out. Keep its backup as long as backups of the database need it.")
        self.record("removed", key_id)

    def verify(self, **options: Any) -> None:
        total = sum(values.rows().count() for values in sealed_values.kinds())
        keyring = self.keyring()
        self.tell(open_each(keyring), "open", of=total, verb="tested", keyring=keyring)

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
        """Keep in the audit trail what was done with a key; a trail that cannot be written stops nobody.

        Before the first `migrate` there is none, and nothing is missed.
        """
        try:
            with transaction.atomic():
                AuditEntry.record(actor=None, verb=f"key.{what}", target=key_id, after=after)
        except DatabaseError:
            if _has_tables():
                self.stderr.write(
                    "This is not in the audit trail: the database does not answer, or lacks migrations."
                )

    def tell(self, each: Iterable[Opened], done: str, *, of: int, verb: str, keyring: Keyring) -> None:
        """Print and record how many values of each kind went well.

        Raises:
            CommandError: at the end, when one did not.
        """
        sums = told(each, done=done, of=of, out=self.stdout, err=self.stderr)
        for values in sealed_values.kinds():
            one, key_id = sums[values.kind], values.key_id(keyring)
            if one.good or one.bad:
                with_key = f" with {key_id}" if verb == "rotated" else ""
                self.stdout.write(f"{one.good:,} {values.kind}s {done}{with_key}.")
                faults = {"faults": one.bad} if one.bad else {}
                self.record(verb, key_id, count=one.good, **faults)
        good = sum(one.good for one in sums.values())
        bad = sum(one.bad for one in sums.values())
        if not good and not bad:
            self.stdout.write(f"0 stored values {done}.")
        if bad:
            raise CommandError(f"{bad:,} stored values do not open, {good:,} do. Nothing was blanked.")


def _has_tables() -> bool:
    """Tell whether `migrate` has run; True where the database does not say."""
    with suppress(DatabaseError):
        return AuditEntry._meta.db_table in connection.introspection.table_names()  # noqa: SLF001
    return True


def _count(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def _seconds(text: str) -> float:
    if not 0 <= (number := float(text)) <= LONGEST_SLEEP_SECONDS:
        raise ValueError
    return number
