"""The chain beside the audit trail: a link for each entry, made after the entry's transaction has ended.

No change waits for the chain and none is refused for it: without a keyring entries wait, and are counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from sealing import chains
from sealing.chains import Link
from sealing.keyring import Keyring
from sealing.keys import Purpose
from teams.models import AuditEntry, AuditLink
from teams.sealed_values import KeyUser, sign_up

BATCH_ENTRIES = 200
# Numbers are given before a transaction commits: one that took its time comes behind newer ones. What is
# older than these and has no link was put in by somebody else.
LATE_ENTRIES = 1000
HEAD = "audit head {sequence} {mac}"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('audit chain', 0))"

# No key is taken out that a link was made with.
sign_up(KeyUser(kind="audit link", model=AuditLink, column="key_id", purpose=Purpose.AUDIT))

Writing = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many entries have no link yet, and when the oldest of them was written."""

    entries: int
    since: datetime | None


def seal(*, writing: Writing = transaction.atomic) -> int:
    """Give every entry that has none its link; return how many. Any number of processes may at once.

    Raises:
        SealingError: without a keyring; the entries wait.
    """
    sealed = 0
    while unchained().exists():
        keyring = Keyring.at(settings.KEYRING_FILE)
        with writing():
            sealed += _seal_some(keyring)
    return sealed


def head() -> AuditLink | None:
    """Return the newest link, which stands for all there are."""
    return AuditLink.objects.last()


def head_line() -> str:
    """Return the newest link as one line to keep elsewhere, or nothing where there is none."""
    newest = head()
    return "" if newest is None else HEAD.format(sequence=newest.sequence, mac=newest.mac)


def waiting() -> Waiting:
    """Tell what waits for its link."""
    found = unchained().order_by().aggregate(entries=Count("pk"), since=Min("at"))
    return Waiting(entries=found["entries"], since=found["since"])


def unchained() -> QuerySet[AuditEntry]:
    """Return the entries that the next sealing takes, oldest first."""
    newest = AuditLink.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
    return AuditEntry.objects.filter(pk__gt=newest - LATE_ENTRIES, link=None).order_by("pk")


def as_chained(link: AuditLink) -> Link:
    return Link(sequence=link.sequence, key_id=link.key_id, mac=link.mac)


def text_of(entry: AuditEntry, *, chained_at: datetime) -> str:
    """Return all that an entry says in one spelling, the same from every database that holds it."""
    said = {
        "id": entry.pk,
        "at": _moment(entry.at),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "verb": entry.verb,
        "target": entry.target,
        "team": entry.team_id,
        "team_slug": entry.team_slug,
        "before": entry.before,
        "after": entry.after,
        "address": None if entry.address is None else _address(entry.address),
        "chained": _moment(chained_at),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def _seal_some(keyring: Keyring) -> int:
    """Make the links of some entries; the transaction of the caller is the turn of this process."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(ONE_AT_A_TIME)
    newest, now = head(), timezone.now()
    before = None if newest is None else as_chained(newest)
    links = []
    for entry in unchained()[:BATCH_ENTRIES]:
        before = chains.next_link(text_of(entry, chained_at=now), keyring=keyring, after=before)
        links.append(
            AuditLink(sequence=before.sequence, entry=entry, at=now, key_id=before.key_id, mac=before.mac)
        )
    AuditLink.objects.bulk_create(links)
    return len(links)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _address(text: str) -> Any:
    """Return the address's bytes in hexadecimal digits: how one is written depends on the database."""
    try:
        return ip_address(text).packed.hex()
    except ValueError:
        return text
