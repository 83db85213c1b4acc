"""Whether the audit trail is what it was: every entry against its link, every link against the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from sealing import chains
from sealing.chains import Link
from sealing.errors import SealingError
from sealing.keyring import Keyring
from teams import audit_triggers
from teams.audit_chain import LATE_ENTRIES, as_chained, text_of, waiting
from teams.models import AuditEntry, AuditLink

ROWS_AT_ONCE = 2000
CHAINED_WITHIN = timedelta(seconds=60)
LATE_AFTER = timedelta(hours=1)
_HEAD = re.compile(r"audit head ([0-9]{1,18}) ([0-9a-f]{64})", re.ASCII | re.IGNORECASE)


class BrokenError(Exception):
    """The trail is not what it was; the message names the first row that is wrong."""


@dataclass(kw_only=True)
class Proof:
    """What was proved: how many entries are chained, the newest link, and who came late into the chain."""

    entries: int = 0
    head: Link | None = None
    late: int = 0
    first_late: int | None = None


def heads_in(text: str) -> dict[int, str]:
    """Find the heads in lines that were kept elsewhere, such as a log; return the MAC by sequence."""
    return {int(sequence): mac.lower() for sequence, mac in _HEAD.findall(text)}


def prove(*, heads: dict[int, str]) -> Proof:
    """Go through the whole chain, against the heads that were kept elsewhere as well.

    Raises:
        BrokenError: naming the first row that is wrong.
        SealingError: when the keyring cannot be read.
    """
    keyring = Keyring.at(settings.KEYRING_FILE)
    proof = Proof()
    for link in _links():
        proof.head = _proved(link, after=proof.head, keyring=keyring)
        proof.entries += 1
        _refuse_other_head(proof.head, heads)
        if link.at - link.entry.at > LATE_AFTER:
            proof.late += 1
            proof.first_late = proof.first_late or link.entry_id
    _refuse_cut_end(proof.head, heads)
    _refuse_unchained()
    if missing := audit_triggers.missing_on(connection):
        raise BrokenError(
            f"The database lacks the trigger {missing[0]}: anybody who can write may change entries unseen "
            "until they are chained. manage.py migrate  puts it on."
        )
    return proof


def _links() -> Iterator[AuditLink]:
    """Yield the links by sequence, each with its entry, or with none where that is gone."""
    rows = list(AuditLink.objects.all()[:ROWS_AT_ONCE])
    while rows:
        entries = AuditEntry.objects.in_bulk([row.entry_id for row in rows])
        for row in rows:
            if (entry := entries.get(row.entry_id)) is None:
                raise BrokenError(f"Entry {row.entry_id} is missing: link {row.sequence} was made for it.")
            row.entry = entry
            yield row
        rows = list(AuditLink.objects.filter(sequence__gt=rows[-1].sequence)[:ROWS_AT_ONCE])


def _proved(row: AuditLink, *, after: Link | None, keyring: Keyring) -> Link:
    expected = 1 if after is None else after.sequence + 1
    if row.sequence != expected:
        raise BrokenError(f"Link {expected} is missing: the next one is link {row.sequence}.")
    link = as_chained(row)
    try:
        is_whole = chains.fits(link, text_of(row.entry, chained_at=row.at), keyring=keyring, after=after)
    except SealingError as error:
        raise BrokenError(f"Entry {row.entry_id} (link {row.sequence}) cannot be checked. {error}") from error
    if not is_whole:
        raise BrokenError(f"Entry {row.entry_id} (link {row.sequence}) was changed, or its link was.")
    return link


def _refuse_other_head(link: Link, heads: dict[int, str]) -> None:
    if heads.get(link.sequence, link.mac) != link.mac:
        raise BrokenError(
            f"Link {link.sequence} is not the one that was kept elsewhere: the chain was made anew."
        )


def _refuse_cut_end(newest: Link | None, heads: dict[int, str]) -> None:
    reached, known = 0 if newest is None else newest.sequence, max(heads, default=0)
    if known > reached:
        raise BrokenError(
            f"The end is missing: the chain has {reached} links, and link {known} was kept elsewhere."
        )


def _refuse_unchained() -> None:
    newest = AuditLink.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
    stranger = AuditEntry.objects.filter(pk__lte=newest - LATE_ENTRIES, link=None).order_by("pk").first()
    if stranger is not None:
        raise BrokenError(f"Entry {stranger.pk} has no link, and later ones have: it was put in afterwards.")
    found = waiting()
    if found.since is not None and timezone.now() - found.since > CHAINED_WITHIN:
        minutes = (timezone.now() - found.since).total_seconds() / 60
        raise BrokenError(
            f"{found.entries} entries are not chained yet, the oldest for {minutes:.0f} minutes. Run  "
            "manage.py audit seal  and look why no dispatcher does."
        )
