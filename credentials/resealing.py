"""What is sealed with which key, and how it gets under the primary one while everything runs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from credentials.models import Credential
from sealing.boxes import key_id_of, seal, unseal
from sealing.errors import SealingError
from sealing.keyring import Keyring

SEALED_PREFIX = "sealed_"
BATCH_ROWS = 500
UNREADABLE = "unreadable"  # stands for the key id of what is no sealed value


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Whether one credential's key opens; `fault` says why not, with ids only."""

    credential_id: str
    fault: str = ""


def rows_by_key_id() -> Counter[str]:
    """Count the stored values under each key id, in every column of every room that keeps sealed values."""
    counted: Counter[str] = Counter()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001
            if field.name.startswith(SEALED_PREFIX):
                values = model._default_manager.values_list(field.name, flat=True)  # noqa: SLF001
                counted.update(_key_id(token) for token in values.iterator() if token)
    return counted


def open_each(keyring: Keyring) -> Iterator[Opened]:
    """Try every credential's key and say whether it opens; nothing is shown or changed."""
    for credential in chain.from_iterable(_batches(Credential.objects.all())):
        fault = ""
        try:
            unseal(credential.sealed_key, keyring=keyring, context=credential.sealing_context)
        except SealingError as error:
            fault = str(error)
        yield Opened(credential_id=str(credential.pk), fault=fault)


def under_other_keys(keyring: Keyring) -> models.QuerySet[Credential]:
    """Return the credentials that are not sealed with the primary key."""
    return Credential.objects.exclude(sealed_key__startswith=f"wv1.h.{keyring.primary_key_id}.")


def reseal_each(keyring: Keyring, *, limit: int | None = None, pause_seconds: float = 0) -> Iterator[Opened]:
    """Seal every credential's key anew with the primary key, until none is left under another one.

    A row that somebody changes meanwhile keeps what they wrote; if that is under an older key, as a server
    with an older keyring writes it, a later pass seals it. What does not open is told once and left alone.
    Rows are committed BATCH_ROWS at a time, with a pause between: stopped half-way, the next run does what
    is left. `limit` ends it after that many rows.
    """
    faulty: dict[UUID, str] = {}
    left = limit
    is_done = False
    while not is_done:
        is_done = True
        for rows in _batches(under_other_keys(keyring)):
            fresh, faults = _sealed_anew(
                [row for row in rows if faulty.get(row.pk) != row.sealed_key], keyring
            )
            yield from faults.values()
            faulty |= {row.pk: row.sealed_key for row in rows if row.pk in faults}
            is_done = is_done and not fresh
            written = _replace(dict(islice(fresh.items(), left)))
            yield from (Opened(credential_id=str(row.pk)) for row in written)
            left = None if left is None else left - len(written)
            if left == 0:
                return
            time.sleep(pause_seconds if fresh else 0)


def _sealed_anew(
    rows: list[Credential], keyring: Keyring
) -> tuple[dict[Credential, str], dict[UUID, Opened]]:
    """Return what each row's key is under the primary key, and the faults of those that do not open."""
    fresh, faults = {}, {}
    for row in rows:
        try:
            secret = unseal(row.sealed_key, keyring=keyring, context=row.sealing_context)
        except SealingError as error:
            faults[row.pk] = Opened(credential_id=str(row.pk), fault=str(error))
        else:
            fresh[row] = seal(secret, keyring=keyring, context=row.sealing_context)
    return fresh, faults


def _replace(fresh: dict[Credential, str]) -> list[Credential]:
    """Write them in one transaction, and return those that nobody had changed since they were read."""
    with transaction.atomic():
        return [
            row
            for row, sealed in fresh.items()
            if Credential.objects.filter(pk=row.pk, sealed_key=row.sealed_key).update(sealed_key=sealed)
        ]


def _batches(queryset: models.QuerySet[Credential]) -> Iterator[list[Credential]]:
    """Yield the rows by id, some at a time, so that no reading lasts while rows are written."""
    rows = list(queryset.order_by("pk")[:BATCH_ROWS])
    while rows:
        yield rows
        rows = list(queryset.filter(pk__gt=rows[-1].pk).order_by("pk")[:BATCH_ROWS])


def _key_id(token: str) -> str:
    try:
        return key_id_of(token)
    except SealingError:
        return UNREADABLE
