"""`manage.py audit verify|seal|head`: is the trail what it was, chain what waits, print what to keep."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sealing.errors import SealingError
from teams import audit_chain, audit_proof


class Command(BaseCommand):
    help = "Prove that the audit trail is what it was, chain what waits, or print the head to keep elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|seal|head")
        verify = verbs.add_parser("verify", help="check every entry against the chain")
        verify.add_argument(
            "--anchor",
            metavar="FILE",
            help="a log or file with lines that  audit head  printed, - for standard input: finds a cut end",
        )
        verbs.add_parser("seal", help="chain what is not yet; a dispatcher does so every five seconds")
        verbs.add_parser("head", help="print the newest link, to keep where nobody writes from here")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: naming the first row that is wrong, or what is missing.
        """
        try:
            {"verify": self.verify, "seal": self.seal, "head": self.head}[verb](options)
        except (audit_proof.BrokenError, SealingError) as error:
            raise CommandError(str(error)) from error

    def verify(self, options: dict[str, Any]) -> None:
        heads = {}
        if anchor := options["anchor"]:
            heads = audit_proof.heads_in(self.kept(anchor))
            if not heads:
                raise CommandError(f"{anchor} has no line that  manage.py audit head  printed.")
        proof = audit_proof.prove(heads=heads)
        told = f"{proof.entries:,} entries are chained and as they were written."
        if heads:
            told += f" {len(heads):,} heads kept elsewhere agree."
        if proof.late:
            told += (
                f"\n{proof.late:,} of them were chained more than an hour after they say they were written, "
                f"the first is entry {proof.first_late}."
            )
        self.stdout.write(told)

    def seal(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{audit_chain.seal():,} entries were chained.")

    def head(self, options: dict[str, Any]) -> None:
        if not (line := audit_chain.head_line()):
            raise CommandError("Nothing is chained yet. Run  manage.py audit seal .")
        self.stdout.write(line)

    def kept(self, anchor: str) -> str:
        if anchor == "-":
            return sys.stdin.read()
        try:
            return Path(anchor).read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise CommandError(f"{anchor} cannot be read: {error.strerror}.") from error
